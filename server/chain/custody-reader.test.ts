import {
  encodeAbiParameters,
  encodeEventTopics,
  LimitExceededRpcError,
  RpcRequestError,
  TimeoutError,
} from 'viem';
import { describe, expect, it } from 'vitest';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { createCustodyReader } from './custody-reader.ts';

const CONTRACT = `0x${'c1'.repeat(20)}` as const;
const ACCOUNT = `0x${'a1'.repeat(20)}` as const;
const HASH = `0x${'0b'.repeat(32)}` as const;

/** The log of a deposit, at a place. */
function deposit(depositId: number, block: number, logIndex = 0) {
  const topics = encodeEventTopics({
    abi: clearingHouseAbi,
    eventName: 'Deposited',
    args: { depositId: BigInt(depositId), account: ACCOUNT, asset: 2 },
  });
  return {
    topics: topics.filter((topic) => typeof topic === 'string'),
    data: encodeAbiParameters([{ type: 'uint64' }, { type: 'address' }], [77n, ACCOUNT]),
    blockNumber: BigInt(block),
    blockHash: HASH,
    logIndex,
    transactionHash: HASH,
  };
}

type Log = ReturnType<typeof deposit> & { readonly removed?: boolean };

function rpcError(code: number, message: string): RpcRequestError {
  return new RpcRequestError({ body: {}, error: { code, message }, url: 'http://127.0.0.1' });
}

function readerOf(
  all: readonly Log[],
  most = 1_000,
  refusal: Error = new Error('block range is too large'),
) {
  const asked: string[] = [];
  const reader = createCustodyReader({
    contract: CONTRACT,
    blocks: { blockByNumber: async () => await Promise.resolve(null) },
    logs: {
      async getLogs({ address, fromBlock, toBlock }) {
        expect(address).toBe(CONTRACT);
        asked.push(`${fromBlock}-${toBlock}`);
        if (toBlock - fromBlock >= most) throw refusal;
        const within = (log: Log) => log.blockNumber >= fromBlock && log.blockNumber <= toBlock;
        return await Promise.resolve(all.filter(within));
      },
    },
  });
  return { reader, asked };
}

describe('what the clearing house told', () => {
  it('is read in the order in which the chain has it', async () => {
    const { reader } = readerOf([deposit(3, 9), deposit(2, 5, 4), deposit(1, 5, 1)]);
    const events = await reader.events({ from: 1, to: 10 });
    expect(events).toEqual(
      [
        { depositId: 1, block: 5, logIndex: 1 },
        { depositId: 2, block: 5, logIndex: 4 },
        { depositId: 3, block: 9, logIndex: 0 },
      ].map((each) => ({
        kind: 'deposited',
        account: expect.stringMatching(/^0xa1/i),
        asset: 2,
        quanta: 77,
        blockHash: HASH,
        transaction: HASH,
        ...each,
      })),
    );
  });

  it('is asked for in halves where a range is too large', async () => {
    const { reader, asked } = readerOf([deposit(1, 2), deposit(2, 8)], 3);
    const events = await reader.events({ from: 1, to: 8 });
    expect(events.map(({ block }) => block)).toEqual([2, 8]);
    expect(asked).toEqual(['1-8', '1-4', '1-2', '3-4', '5-8', '5-6', '7-8']);
  });

  it.each([
    new LimitExceededRpcError(rpcError(-32_005, 'query returned more than 10000 results')),
    rpcError(-32_000, 'block range too large, at most 2000'),
    new TimeoutError({ body: {}, url: 'http://127.0.0.1' }),
  ])('is asked for in halves for %s', async (error) => {
    const { reader, asked } = readerOf([], 4, error);
    expect(await reader.events({ from: 1, to: 8 })).toEqual([]);
    expect(asked).toEqual(['1-8', '1-4', '5-8']);
  });

  it.each([
    new LimitExceededRpcError(rpcError(-32_005, 'daily request count exceeded, rate limited')),
    rpcError(429, 'Too Many Requests: 25 per second'),
    rpcError(-32_603, 'internal error'),
  ])('is not asked for more often for %s', async (error) => {
    const { reader, asked } = readerOf([], 4, error);
    await expect(reader.events({ from: 1, to: 8 })).rejects.toThrow();
    expect(asked).toEqual(['1-8']);
  });

  it('leaves out what was removed, and what says nothing of accounts', async () => {
    const listed = encodeEventTopics({
      abi: clearingHouseAbi,
      eventName: 'Paused',
      args: { by: ACCOUNT },
    });
    const paused = {
      ...deposit(1, 3),
      topics: listed.filter((topic) => typeof topic === 'string'),
      data: '0x' as const,
    };
    const { reader } = readerOf([{ ...deposit(1, 2), removed: true }, paused]);
    expect(await reader.events({ from: 1, to: 5 })).toEqual([]);
  });

  it('is not guessed when the chain fails', async () => {
    const reader = createCustodyReader({
      contract: CONTRACT,
      blocks: { blockByNumber: async () => await Promise.resolve(null) },
      logs: { getLogs: async () => await Promise.reject(new Error('socket hang up')) },
    });
    await expect(reader.events({ from: 1, to: 9 })).rejects.toThrow('socket hang up');
  });
});

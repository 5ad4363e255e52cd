import { afterEach, describe, expect, it } from 'vitest';
import {
  type RpcReply,
  type ScriptedRpc,
  startScriptedRpc,
} from '#scripts/testing/scripted-rpc.ts';
import { limits } from '../limits.ts';
import { openEndpoints } from './open-endpoints.ts';
import { createSubmitterChain } from './submitter-chain.ts';

const servers: ScriptedRpc[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

const HASH = `0x${'0a'.repeat(32)}` as const;
const ACCOUNT = `0x${'a1'.repeat(20)}` as const;

/** The chain over nodes that answer `eth_sendRawTransaction` and the rest as scripted. */
async function chainOf(...nodes: Readonly<Record<string, RpcReply>>[]) {
  return createSubmitterChain(await endpointsOf(...nodes));
}

async function endpointsOf(...nodes: Readonly<Record<string, RpcReply>>[]) {
  for (const replies of nodes) {
    servers.push(
      await startScriptedRpc((method) => {
        if (method === 'eth_chainId') return { result: '0x539' };
        return replies[method] ?? { error: { code: -32_000, message: `unscripted ${method}` } };
      }),
    );
  }
  const rpcUrls = servers.map(({ url }) => url);
  const logger = { error: () => undefined };
  return openEndpoints({ rpcUrls, chainId: 1_337, limits, logger });
}

const refusal = (message: string): RpcReply => ({ error: { code: -32_000, message } });

describe('looking at the newest block', () => {
  it('tells what fits into it', async () => {
    const block = { number: '0x1', timestamp: '0x1', baseFeePerGas: '0x7', gasLimit: '0x7a1200' };
    const endpoints = await endpointsOf({ eth_getBlockByNumber: { result: block } });
    const told: bigint[] = [];
    const chain = createSubmitterChain(endpoints, (gas) => told.push(gas));
    expect([await chain.baseFeeWei(), told]).toEqual([7n, [8_000_000n]]);
  });

  it('tells nothing where the node does not say it', async () => {
    const block = { number: '0x1', timestamp: '0x1', baseFeePerGas: '0x7' };
    const endpoints = await endpointsOf({ eth_getBlockByNumber: { result: block } });
    const told: bigint[] = [];
    const chain = createSubmitterChain(endpoints, (gas) => told.push(gas));
    expect([await chain.baseFeeWei(), told]).toEqual([7n, []]);
  });
});

describe('sending a transaction', () => {
  it('is refused when a node refuses it', async () => {
    const chain = await chainOf({ eth_sendRawTransaction: refusal('nonce too low') });
    await expect(chain.send('0x02')).rejects.toMatchObject({
      name: 'TransactionRefusedError',
      message: 'nonce too low',
    });
  });

  it.each(['already known', 'AlreadyKnown', 'Known transaction', 'transaction already imported'])(
    'is done when the node has it: %s',
    async (message) => {
      const chain = await chainOf({ eth_sendRawTransaction: refusal(message) });
      await chain.send('0x02');
    },
  );

  it('is not taken as known when its type is unknown', async () => {
    const chain = await chainOf({ eth_sendRawTransaction: refusal('unknown transaction type') });
    await expect(chain.send('0x02')).rejects.toThrow('unknown transaction type');
  });

  it('is not taken as refused when an endpoint may have it that gave no answer', async () => {
    const chain = await chainOf(
      { eth_sendRawTransaction: 'break' },
      { eth_sendRawTransaction: refusal('nonce too low') },
    );
    await expect(chain.send('0x02')).rejects.toSatisfy(
      (error) => error instanceof Error && error.name !== 'TransactionRefusedError',
    );
  });

  it('is not taken as refused when nobody answers', async () => {
    const chain = await chainOf({ eth_sendRawTransaction: { status: 502 } });
    await expect(chain.send('0x02')).rejects.toSatisfy(
      (error) => error instanceof Error && error.name !== 'TransactionRefusedError',
    );
  });
});

describe('what became of a transaction', () => {
  const receipt = { blockNumber: '0x62', status: '0x1', gasUsed: '0x5208' };
  const base = { eth_blockNumber: { result: '0x64' }, eth_getTransactionCount: { result: '0x7' } };

  it('is read with its depth', async () => {
    const chain = await chainOf({ ...base, eth_getTransactionReceipt: { result: receipt } });
    const look = { account: ACCOUNT, transactions: [HASH], confirmations: 2 };
    expect(await chain.look(look)).toEqual({
      nonce: 7,
      deepNonce: 7,
      receipt: {
        transaction: HASH,
        block: 98,
        succeeded: true,
        gasUsed: 21_000n,
        confirmations: 3,
      },
    });
  });

  it('is read where the node keeps no state of older blocks', async () => {
    const calls: unknown[] = [];
    const server = await startScriptedRpc((method, [, block]) => {
      if (method === 'eth_chainId') return { result: '0x539' };
      if (method === 'eth_blockNumber') return { result: '0x64' };
      if (method === 'eth_getTransactionReceipt') return { result: receipt };
      calls.push(block);
      return block === 'latest' ? { result: '0x8' } : refusal('missing trie node 0a');
    });
    servers.push(server);
    const chain = await chainOf();
    const look = { account: ACCOUNT, transactions: [HASH], confirmations: 3 };
    expect(await chain.look(look)).toMatchObject({
      nonce: 8,
      deepNonce: 0,
      receipt: { block: 98 },
    });
    expect(calls).toEqual(['0x62', 'latest']);
  });

  it('is open while no block has it', async () => {
    const chain = await chainOf({ ...base, eth_getTransactionReceipt: { result: null } });
    const look = { account: ACCOUNT, transactions: [HASH], confirmations: 200 };
    expect(await chain.look(look)).toEqual({ nonce: 7, deepNonce: 7, receipt: null });
  });
});

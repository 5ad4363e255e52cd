import type { Address, Hash } from '#lib/domain/address.ts';
import type { Block } from '#lib/domain/block.ts';
import type { ChainEndpoints } from './chain-endpoints.ts';

/** What the chain modules read over RPC. Every method rejects while the chain does not answer. */
export type ChainReader = {
  chainId(): Promise<number>;
  latestBlock(): Promise<Block>;
  /** `null` where the chain has no such block. */
  blockByNumber(number: number): Promise<Block | null>;
  hasCode(address: Address): Promise<boolean>;
};

type RpcBlock = {
  readonly number: bigint | null;
  readonly hash: Hash | null;
  readonly parentHash: Hash;
  readonly timestamp: bigint;
  readonly baseFeePerGas: bigint | null;
};

/**
 * A reader over the endpoints. It never retries by itself: whoever polls decides when to ask again.
 * An endpoint that has not seen yet what another one told is not taken at its word.
 */
export function createChainReader(endpoints: ChainEndpoints): ChainReader {
  return {
    chainId: async () => await endpoints.chainId(),
    latestBlock: async () =>
      await endpoints.onOne(async ({ client, reaches, sawHead }) => {
        const block = blockOf(await client.getBlock({ blockTag: 'latest' }));
        reaches(block.number);
        sawHead(block.number);
        return block;
      }),
    blockByNumber: async (number) =>
      await endpoints.onOne(async ({ client, reaches }) => {
        try {
          return blockOf(await client.getBlock({ blockNumber: BigInt(number) }));
        } catch (error) {
          if (!(error instanceof Error) || error.name !== 'BlockNotFoundError') throw error;
          // What it lacks it does not reach.
          reaches(number - 1);
          return null;
        }
      }),
    hasCode: async (address) => {
      const code = await endpoints.client.getCode({ address });
      return code !== undefined && code !== '0x';
    },
  };
}

function blockOf({ number, hash, parentHash, timestamp, baseFeePerGas }: RpcBlock): Block {
  if (number === null || hash === null) throw new Error('the RPC gave a pending block');
  return {
    number: Number(number),
    hash,
    parentHash,
    timestampMs: Number(timestamp) * 1_000,
    baseFeeWei: baseFeePerGas,
  };
}

import { createPublicClient, http } from 'viem';
import type { Address, Hash } from '#lib/domain/address.ts';
import type { Block } from '#lib/domain/block.ts';

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

/** A reader over JSON-RPC. It never retries by itself: whoever polls decides when to ask again. */
export function createChainReader(rpcUrl: string, timeoutMs: number): ChainReader {
  const client = createPublicClient({
    transport: http(rpcUrl, { timeout: timeoutMs, retryCount: 0 }),
  });
  return {
    chainId: async () => await client.getChainId(),
    latestBlock: async () => blockOf(await client.getBlock({ blockTag: 'latest' })),
    async blockByNumber(number) {
      try {
        return blockOf(await client.getBlock({ blockNumber: BigInt(number) }));
      } catch (error) {
        if (error instanceof Error && error.name === 'BlockNotFoundError') return null;
        throw error;
      }
    },
    async hasCode(address) {
      const code = await client.getCode({ address });
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

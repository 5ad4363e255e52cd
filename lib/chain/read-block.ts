import { getBlock } from 'viem/actions';
import type { Hash } from '#lib/domain/address.ts';
import { ChainError } from './chain-error.ts';
import { chainFailure } from './chain-failure.ts';
import type { ChainClient } from './create-chain-client.ts';

/** A block that state is read at. */
export type BlockRef = {
  readonly number: bigint;
  readonly hash: Hash;
  readonly parentHash: Hash;
  /** Seconds since the epoch. */
  readonly timestamp: bigint;
  /** What a unit of gas costs at least in this block; `null` before EIP-1559. */
  readonly baseFeeWei: bigint | null;
};

/** How often a read starts over when the chain changes under it. */
const ATTEMPTS = 4;

/**
 * The latest block, or the one of a number.
 *
 * @throws ChainError `chain/unreachable`, or `chain/reorganized` when there is no block of that number.
 */
export async function readBlock(client: ChainClient, blockNumber?: bigint): Promise<BlockRef> {
  try {
    const block = await getBlock(client, blockNumber === undefined ? {} : { blockNumber });
    return {
      number: block.number,
      hash: block.hash,
      parentHash: block.parentHash,
      timestamp: block.timestamp,
      baseFeeWei: block.baseFeePerGas,
    };
  } catch (cause) {
    throw chainFailure(cause);
  }
}

/**
 * Runs a read until the chain stands still under it: a read that finds its block reorganised away
 * starts over from the latest one.
 *
 * @throws ChainError what the read throws; `chain/reorganized` when it never came to an end.
 */
export async function untilCanonical<Result>(read: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await read();
    } catch (error) {
      const reorganised = error instanceof ChainError && error.code === 'chain/reorganized';
      if (!reorganised || attempt === ATTEMPTS) throw error;
    }
  }
}

import type { Hex } from 'viem';
import { call } from 'viem/actions';
import type { Address, Hash } from '#lib/domain/address.ts';
import { decodeAggregate, encodeAggregate } from './aggregate-codec.ts';
import { ChainError } from './chain-error.ts';
import { chainFailure } from './chain-failure.ts';
import type { ContractRead } from './contract-read.ts';
import type { ChainClient } from './create-chain-client.ts';

/** Far below the gas that nodes give one `eth_call`. */
const READS_A_REQUEST = 500;
/** Requests go out one by one, so that the browser can draw between the writing of large ones. */
const PAUSE_MS = 5;

export type ReadContext = {
  readonly client: ChainClient;
  readonly multicall3: Address;
  /** The block to read at; the latest when absent. A block that was reorganised away is refused. */
  readonly blockHash?: Hash;
  /** Reads in one `eth_call`, 500 unless said otherwise: fewer where each needs much gas. */
  readonly readsARequest?: number;
};

type Results<Reads extends readonly ContractRead<unknown>[]> = {
  readonly [key in keyof Reads]: Reads[key] extends ContractRead<infer Result> ? Result : never;
};

type MaybeResults<Reads extends readonly ContractRead<unknown>[]> = {
  readonly [key in keyof Reads]: Results<Reads>[key] | null;
};

/**
 * Reads many contracts at one block, through Multicall3, in as few requests as it takes.
 *
 * @throws ChainError `chain/unexpected-answer` when a call reverts or answers something else than
 * its interface says, `chain/contract-missing` when there is no Multicall3 at its address,
 * `chain/reorganized` when the block is gone, `chain/unreachable` when the node does not answer.
 */
export async function readMany<const Reads extends readonly ContractRead<unknown>[]>(
  context: ReadContext,
  reads: Reads,
): Promise<Results<Reads>> {
  const answers = await aggregate(context, reads);
  return reads.map((read, index) => {
    const answer = answers[index] ?? null;
    if (answer === null) {
      throw new ChainError('chain/unexpected-answer', `A call to ${read.target} reverted.`);
    }
    try {
      return read.decode(answer);
    } catch (cause) {
      throw unexpectedAnswer(read.target, cause);
    }
  }) as Results<Reads>;
}

/**
 * As {@link readMany}, with `null` for a call that reverts or answers something else.
 *
 * @throws ChainError as {@link readMany}, except for the calls themselves.
 */
export async function tryReadMany<const Reads extends readonly ContractRead<unknown>[]>(
  context: ReadContext,
  reads: Reads,
): Promise<MaybeResults<Reads>> {
  const answers = await aggregate(context, reads);
  return reads.map((read, index) => {
    const answer = answers[index] ?? null;
    if (answer === null) return null;
    try {
      return read.decode(answer);
    } catch {
      return null;
    }
  }) as MaybeResults<Reads>;
}

function unexpectedAnswer(target: Address, cause: unknown): ChainError {
  const message = `${target} does not answer as its interface says.`;
  return new ChainError('chain/unexpected-answer', message, { cause });
}

/** Raw answers in order, `null` for a call that reverted. */
async function aggregate(
  context: ReadContext,
  reads: readonly ContractRead<unknown>[],
): Promise<readonly (Hex | null)[]> {
  const chunks: (readonly ContractRead<unknown>[])[] = [];
  const size = context.readsARequest ?? READS_A_REQUEST;
  for (let start = 0; start < reads.length; start += size) {
    chunks.push(reads.slice(start, start + size));
  }
  const answers = await Promise.all(
    chunks.map(async (chunk, index) => {
      if (index > 0) await pause(index * PAUSE_MS);
      return await aggregateChunk(context, chunk);
    }),
  );
  return answers.flat();
}

async function pause(durationMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, durationMs));
}

/**
 * One request. A node that cannot do it all at once, because there is too much of it or because a
 * hostile contract burns the gas of all, is asked for each half.
 */
async function aggregateChunk(
  context: ReadContext,
  reads: readonly ContractRead<unknown>[],
): Promise<readonly (Hex | null)[]> {
  let answer: Hex | undefined;
  try {
    answer = await callAt(context, encodeAggregate(reads));
  } catch (error) {
    if (!(error instanceof ChainError) || error.code !== 'chain/unexpected-answer') throw error;
    if (reads.length === 1) return [null];
    const middle = reads.length >> 1;
    const halves = [reads.slice(0, middle), reads.slice(middle)];
    const answers = await Promise.all(halves.map((half) => aggregateChunk(context, half)));
    return answers.flat();
  }
  if (answer === undefined || answer === '0x') {
    const message = `There is no Multicall3 at ${context.multicall3}.`;
    throw new ChainError('chain/contract-missing', message);
  }
  return decodeAggregate(answer, reads.length);
}

async function callAt(context: ReadContext, data: Hex): Promise<Hex | undefined> {
  const { client, multicall3, blockHash } = context;
  const at = blockHash === undefined ? {} : { blockHash, requireCanonical: true };
  try {
    return (await call(client, { to: multicall3, data, batch: false, ...at })).data;
  } catch (cause) {
    throw chainFailure(cause);
  }
}

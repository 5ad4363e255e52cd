import type { Hash } from '#lib/domain/address.ts';
import type { Block } from '#lib/domain/block.ts';
import type { ChainReader } from './chain-reader.ts';

/** A block that was the chain's, as far as we saw. */
export type BlockRef = { readonly number: number; readonly hash: Hash };

/** The blocks seen last, ascending in number; the newest `finality` and one more are contiguous. */
export type HeadHistory = readonly BlockRef[];

/** What the chain did since the history was written. */
export type HeadChange = {
  readonly head: Block;
  /** Blocks that are new, ascending; older ones are left out when there are too many. */
  readonly blocks: readonly Block[];
  /** The history with the new blocks in place of those that are no longer the chain's. */
  readonly history: HeadHistory;
  /** `null` when the chain only grew. */
  readonly reorganisation: Reorganisation | null;
};

/** Blocks that the chain has given up. */
export type Reorganisation = {
  readonly from: BlockRef;
  readonly to: BlockRef;
  /** The newest block that both have in common; `null` when the history does not reach back to it. */
  readonly ancestor: BlockRef | null;
  /** How many blocks were given up; at least, when there is no ancestor. */
  readonly depth: number;
  readonly beyondFinality: boolean;
};

type Blocks = Pick<ChainReader, 'latestBlock' | 'blockByNumber'>;

/**
 * Compares the chain with what was seen of it; without new blocks it is the same. Blocks deeper than
 * `finality` below the head were taken as final: giving one up is reported as beyond finality.
 *
 * @throws InconsistentChainError when the chain changes while it is read; whatever the reader throws.
 */
export async function followHead({
  reader,
  history,
  finality,
}: {
  reader: Blocks;
  history: HeadHistory;
  finality: number;
}): Promise<HeadChange> {
  const head = await reader.latestBlock();
  const tip = history.at(-1);
  if (tip === undefined) {
    return { head, blocks: [head], history: [refOf(head)], reorganisation: null };
  }
  if (tip.hash === head.hash) return { head, blocks: [], history, reorganisation: null };

  const common = await commonCount({ reader, history, head });
  const ancestor = history[common - 1] ?? null;
  const blocks = await newBlocks({ reader, head, after: ancestor, most: finality + 1 });
  const kept = 2 * finality + 1;
  const next = [...history.slice(0, common), ...blocks.map(refOf)].slice(-kept);
  if (ancestor?.hash === tip.hash) return { head, blocks, history: next, reorganisation: null };
  const depth = tip.number - (ancestor?.number ?? (history[0]?.number ?? tip.number) - 1);
  const reorganisation = {
    from: tip,
    to: refOf(head),
    ancestor,
    depth,
    beyondFinality: ancestor === null || depth > finality,
  };
  return { head, blocks, history: next, reorganisation };
}

/**
 * How many of the history's blocks, from its oldest, the chain still has. When the chain has one it
 * has all before it, so the newest is tried first and then the rest is halved.
 */
async function commonCount(context: {
  reader: Blocks;
  history: HeadHistory;
  head: Block;
}): Promise<number> {
  const { history } = context;
  let low = 0;
  let high = history.length;
  let probe = history.length;
  while (low < high) {
    const ref = history[probe - 1];
    if (ref === undefined) break;
    if (await isCanonical(ref, context)) low = probe;
    else high = probe - 1;
    probe = Math.ceil((low + high) / 2);
  }
  return low;
}

async function isCanonical(
  ref: BlockRef,
  { reader, head }: { reader: Blocks; head: Block },
): Promise<boolean> {
  if (ref.number > head.number) return false;
  if (ref.number === head.number) return ref.hash === head.hash;
  if (ref.number === head.number - 1) return ref.hash === head.parentHash;
  const block = await reader.blockByNumber(ref.number);
  return block?.hash === ref.hash;
}

async function newBlocks({
  reader,
  head,
  after,
  most,
}: {
  reader: Blocks;
  head: Block;
  after: BlockRef | null;
  most: number;
}): Promise<Block[]> {
  // The chain may have done no more than go back.
  if (after?.hash === head.hash) return [];
  const first = Math.max(after === null ? 0 : after.number + 1, head.number - most + 1);
  const blocks = [head];
  for (let number = head.number - 1; number >= first; number -= 1) {
    const block = await reader.blockByNumber(number);
    if (block === null || block.hash !== blocks[0]?.parentHash) {
      throw new InconsistentChainError(`block ${number} is not the parent of its successor`);
    }
    blocks.unshift(block);
  }
  return blocks;
}

function refOf({ number, hash }: Block): BlockRef {
  return { number, hash };
}

/** The chain changed between two questions, or the RPC contradicts itself: ask again. */
export class InconsistentChainError extends Error {
  override readonly name = 'InconsistentChainError';
}

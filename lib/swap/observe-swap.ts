import { type FoundTransaction, isSameCall } from '#lib/chain/look-at-transaction.ts';
import { sameAddress } from '#lib/domain/address.ts';
import type { SwapErrorCode } from './swap-errors.ts';
import type { SwapOutcome, SwapReceipt, SwapRecord } from './swap-record.ts';

/** Blocks on top of a transaction, its own included, after which it is called final. */
export const FINAL_CONFIRMATIONS = 6;

/** Blocks for which a node may not know a transaction before it is called dropped. */
export const DROPPED_AFTER_BLOCKS = 30n;

/** What one look at the chain showed about a swap that was sent. */
export type SwapObservation = {
  readonly head: bigint;
  /** Timestamp of the head block, seconds. */
  readonly chainTime: number;
  readonly result:
    | { readonly kind: 'succeeded'; readonly receipt: SwapReceipt }
    | {
        readonly kind: 'reverted';
        readonly blockNumber: bigint;
        readonly cost: bigint;
        readonly code: SwapErrorCode;
      }
    /** The node holds it, in its pool. */
    | { readonly kind: 'waiting' }
    /** The node does not know it. */
    | { readonly kind: 'unknown' }
    /** Its number was used by another transaction; `null` when that one was not found. */
    | { readonly kind: 'superseded'; readonly found: FoundTransaction | null };
};

/**
 * What became of a swap after a look at the chain. A block may be taken back: a confirmed swap
 * whose receipt is gone is pending again, until it is final.
 */
export function observeSwap(record: SwapRecord, observation: SwapObservation): SwapRecord {
  const { result, head } = observation;
  switch (result.kind) {
    case 'succeeded': {
      const { receipt } = result;
      const confirmations = depth(head, receipt.blockNumber);
      return confirmations >= FINAL_CONFIRMATIONS
        ? concluded(record, { kind: 'final', receipt })
        : concluded(record, { kind: 'confirmed', receipt, confirmations });
    }
    case 'reverted': {
      const final = depth(head, result.blockNumber) >= FINAL_CONFIRMATIONS;
      const { blockNumber, cost, code } = result;
      return concluded(record, { kind: 'reverted', blockNumber, cost, code, final });
    }
    case 'waiting':
      return concluded(record, { kind: 'pending' });
    case 'unknown':
      return concluded(record, { kind: isDropped(record, observation) ? 'dropped' : 'pending' });
    case 'superseded':
      return superseded(record, result.found);
  }
}

function concluded(record: SwapRecord, outcome: SwapOutcome): SwapRecord {
  const says = outcome.kind;
  // Nothing new: the same object, so that nothing is written and nothing is drawn again.
  if (says === record.outcome.kind && (says === 'pending' || says === 'dropped')) return record;
  return { ...record, outcome };
}

function depth(head: bigint, block: bigint): number {
  return head < block ? 1 : Number(head - block) + 1;
}

function isDropped(record: SwapRecord, { head, chainTime }: SwapObservation): boolean {
  const { sentBlock, deadline } = record.transaction;
  if (deadline !== null && chainTime > deadline) return true;
  return head - sentBlock >= DROPPED_AFTER_BLOCKS;
}

/** The wallet's own words: a speed-up repeats the call, a cancellation pays nothing to oneself. */
function superseded(record: SwapRecord, found: FoundTransaction | null): SwapRecord {
  if (found === null) return concluded(record, { kind: 'replaced', by: null });
  if (isSameCall(record.transaction, found)) {
    const transaction = { ...record.transaction, hash: found.hash };
    return { ...record, transaction, outcome: { kind: 'pending' } };
  }
  const toItself = found.to !== null && sameAddress(found.to, record.account);
  if (toItself && found.value === 0n) {
    return concluded(record, { kind: 'canceled', by: found.hash });
  }
  return concluded(record, { kind: 'replaced', by: found.hash });
}

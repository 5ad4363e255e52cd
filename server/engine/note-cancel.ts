import { beginNote } from './begin-note.ts';
import type { NoteCancel } from './command.ts';
import type { EngineState } from './engine-state.ts';
import { LAST_RANGE, RANGE_NONCES } from './nonces.ts';
import { NONE } from './order-pool.ts';
import { MOST_VOIDS } from './owner-facts.ts';

/**
 * Uses a nonce that its owner canceled on chain. One of a range that was not reserved yet is remembered
 * until it is; where that is one too many, the ranges up to the largest of them are passed over.
 */
export function noteCancel(state: EngineState, { owner, nonce }: NoteCancel): void {
  const account = beginNote(state, owner);
  if (account === null) return;
  const { nonces, facts } = state;
  const { voids, skipped } = facts.of(owner);
  const last = account === NONE ? skipped : nonces.reserved(account);
  const range = Math.floor(nonce / RANGE_NONCES);
  if (range <= last) {
    if (account !== NONE) nonces.spend(account, nonce);
    return;
  }
  if (voids.includes(nonce)) return;
  const remembered = [...voids, nonce].sort((a, b) => a - b);
  if (remembered.length <= MOST_VOIDS) {
    facts.set(owner, { voids: remembered });
    return;
  }
  const largest = remembered.at(-1) ?? 0;
  const over = Math.min(Math.floor(largest / RANGE_NONCES), LAST_RANGE);
  facts.set(owner, { voids: [], skipped: account === NONE ? over : 0 });
  if (account !== NONE) nonces.passOver(account, over);
}

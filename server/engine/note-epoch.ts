import { beginNote } from './begin-note.ts';
import { beginEpoch, LAST_EPOCH } from './bump-epoch.ts';
import type { NoteEpoch } from './command.ts';
import type { EngineState } from './engine-state.ts';
import { NONE } from './order-pool.ts';

/** Takes in that the chain has begun an owner's epoch; an account that comes later begins with it. */
export function noteEpoch(state: EngineState, { owner, epoch }: NoteEpoch): void {
  if (epoch > LAST_EPOCH) {
    state.events.rejected(0, 0, 'auth/wrong-epoch');
    return;
  }
  const account = beginNote(state, owner);
  if (account === null) return;
  const { facts, nonces } = state;
  if (account === NONE) {
    facts.set(owner, { epoch: Math.max(epoch, facts.of(owner).epoch) });
  } else if (epoch > nonces.epoch(account)) {
    beginEpoch(state, account, epoch);
  }
}

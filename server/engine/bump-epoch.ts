import { cancelAccount } from './cancel-orders.ts';
import type { BumpEpoch } from './command.ts';
import { EPOCH_BUMPED } from './done-reason.ts';
import type { EngineState } from './engine-state.ts';

/** Epochs are 16 bits of what is signed. */
export const LAST_EPOCH = 65_535;

/** Begins the account's next epoch: what was signed before counts no more, and all open orders end. */
export function bumpEpoch(state: EngineState, { account, epoch }: BumpEpoch): void {
  if (!state.accounts.isTrader(account)) {
    state.events.rejected(account, 0, 'account/unknown');
  } else if (epoch !== state.nonces.epoch(account) + 1 || epoch > LAST_EPOCH) {
    state.events.rejected(account, 0, 'auth/wrong-epoch');
  } else {
    beginEpoch(state, account, epoch);
  }
}

/** Begins an epoch of an account that is a later one. */
export function beginEpoch(state: EngineState, account: number, epoch: number): void {
  state.nonces.setEpoch(account, epoch);
  state.events.epochBumped(account, epoch);
  cancelAccount(state, { account, market: 0, reason: EPOCH_BUMPED });
}

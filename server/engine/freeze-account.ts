import { cancelAccount } from './cancel-orders.ts';
import type { FreezeAccount } from './command.ts';
import { FROZEN } from './done-reason.ts';
import type { EngineState } from './engine-state.ts';

/** Ends an account's orders and takes no more of it, or lets it trade again. */
export function freezeAccount(state: EngineState, { account, frozen }: FreezeAccount): void {
  const { accounts, events } = state;
  if (!accounts.isTrader(account)) {
    events.rejected(account, 0, 'account/unknown');
  } else if (accounts.isFrozen(account) === frozen) {
    events.duplicate(account, 0);
  } else if (frozen) {
    accounts.freeze(account);
    events.accountFrozen(account, true);
    cancelAccount(state, { account, market: 0, reason: FROZEN });
  } else {
    accounts.thaw(account);
    events.accountFrozen(account, false);
  }
}

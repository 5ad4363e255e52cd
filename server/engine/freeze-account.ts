import { cancelAccount } from './cancel-orders.ts';
import type { FreezeAccount } from './command.ts';
import { FROZEN } from './done-reason.ts';
import type { EngineState } from './engine-state.ts';
import { bitOf } from './freeze-reason.ts';

/**
 * Gives an account a reason to be frozen, or lifts one. With the first its orders end, and it takes no
 * more until the last is lifted.
 */
export function freezeAccount(state: EngineState, command: FreezeAccount): void {
  const { accounts, events } = state;
  const { account, reason, frozen } = command;
  if (!accounts.isTrader(account)) {
    events.rejected(account, 0, 'account/unknown');
    return;
  }
  const before = accounts.freezeBits(account);
  const after = frozen ? before | bitOf(reason) : before & ~bitOf(reason);
  if (after === before) {
    events.duplicate(account, 0);
    return;
  }
  accounts.setFreezeBits(account, after);
  events.freezeChanged({ account, reason, frozen, isFrozen: after !== 0 });
  if (before === 0) cancelAccount(state, { account, market: 0, reason: FROZEN });
}

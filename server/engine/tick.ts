import { cancelAccount } from './cancel-orders.ts';
import type { Tick } from './command.ts';
import { DEAD_MAN, EXPIRED, PARENT } from './done-reason.ts';
import type { EngineState } from './engine-state.ts';
import { cancelOrder, dropLegs } from './orders.ts';

/** Ends what has expired, then fires the dead-man switches that are due. */
export function tick(state: EngineState, { time }: Tick): void {
  const { expiries, deadlines } = state;
  while (expiries.firstTime() <= time) {
    cancelOrder(state, expiries.firstHandle(), EXPIRED);
  }
  while (deadlines.firstTime() <= time) {
    const account = deadlines.pop();
    state.events.deadManFired(account);
    cancelAccount(state, { account, market: 0, reason: DEAD_MAN });
    for (const activation of state.followUps.takeActivations(account)) {
      dropLegs(state, activation, PARENT);
    }
  }
}

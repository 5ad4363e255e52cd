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
  if (deadlines.firstTime() <= time) fireDeadMen(state, time);
}

/** Ends what silent owners have, legs included whose parent has just expired. */
function fireDeadMen(state: EngineState, time: number): void {
  const { deadlines } = state;
  const accounts = new Set<number>();
  while (deadlines.firstTime() <= time) accounts.add(deadlines.pop());
  const legs = state.followUps.takeActivations(accounts);
  for (const account of accounts) {
    state.events.deadManFired(account);
    cancelAccount(state, { account, market: 0, reason: DEAD_MAN });
    for (const activation of legs.get(account) ?? []) dropLegs(state, activation, PARENT);
  }
}

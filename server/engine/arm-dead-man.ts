import type { ArmDeadMan } from './command.ts';
import type { EngineState } from './engine-state.ts';

/** Arms, moves or disarms the switch that cancels an account's orders when its owner is silent. */
export function armDeadMan(state: EngineState, command: ArmDeadMan): void {
  const { account, deadline, time } = command;
  if (!state.accounts.isTrader(account)) {
    state.events.rejected(account, 0, 'account/unknown');
  } else if (deadline !== 0 && deadline <= time) {
    state.events.rejected(account, 0, 'account/deadline-passed');
  } else {
    if (deadline === 0) state.deadlines.remove(account);
    else state.deadlines.set(account, deadline, account);
    state.events.deadManArmed(account, deadline);
  }
}

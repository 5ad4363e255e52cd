import type { QuarantineTrade, ReassignTrade, SettleBatch, SubmitBatch } from './command.ts';
import type { EngineState } from './engine-state.ts';
import type { RejectCode } from './reject-code.ts';
import { MOST_QUARANTINED, MOST_SET_APART } from './settlement.ts';
import { ASSETS } from './state-view.ts';

/** Notes what the next batch is made of, before it is sent. It may be noted anew until it is settled. */
export function submitBatch(state: EngineState, command: SubmitBatch): void {
  const code = checkBatch(state, command);
  if (code === null) state.events.batch('batch-submitted', command);
  else state.events.rejected(0, 0, code);
}

/** The chain has the next batch. */
export function settleBatch(state: EngineState, command: SettleBatch): void {
  const { settlement, events } = state;
  const { takenOver } = command;
  const code = checkBatch(state, command) ?? checkTakenOver(state, takenOver);
  if (code !== null) {
    events.rejected(0, 0, code);
    return;
  }
  settlement.settle(takenOver);
  settlement.proceed(command);
  events.batch('batch-settled', command);
}

/** Leaves a trade that is not settled out of batches. */
export function quarantineTrade(state: EngineState, { tradeId }: QuarantineTrade): void {
  const { settlement, events } = state;
  if (settlement.holds(tradeId)) {
    events.duplicate(0, 0);
  } else if (!isUnsettled(state, tradeId)) {
    events.rejected(0, 0, 'settlement/wrong-trade');
  } else if (settlement.quarantined.length >= MOST_QUARANTINED) {
    events.rejected(0, 0, 'settlement/too-many-quarantined');
  } else {
    settlement.quarantine(tradeId);
    events.tradeQuarantined(tradeId);
  }
}

/** Gives one side of a quarantined trade to another account: so the trade can be settled. */
export function reassignTrade(state: EngineState, command: ReassignTrade): void {
  const code = checkReassignment(state, command);
  if (code !== null) {
    state.events.rejected(command.from, 0, code);
    return;
  }
  const { tradeId, from, to, paidAsset, paid, receivedAsset, received } = command;
  state.ledger.move({ from: to, to: from, asset: paidAsset, amount: paid });
  state.ledger.move({ from, to, asset: receivedAsset, amount: received });
  state.settlement.release(tradeId);
  state.settlement.takeOver(tradeId, { from, to });
  state.events.tradeReassigned({ tradeId, from, to });
}

function checkBatch(
  { settlement, tradeCount }: EngineState,
  { batch, through }: SubmitBatch | SettleBatch,
): RejectCode | null {
  if (batch !== settlement.batch + 1) return 'settlement/wrong-batch';
  const isAhead = through >= settlement.through && through <= tradeCount;
  return isAhead ? null : 'settlement/wrong-trade';
}

/** Each has a side that was taken over, and is named once. */
function checkTakenOver(
  { settlement }: EngineState,
  takenOver: readonly number[],
): RejectCode | null {
  const areRight = takenOver.every(
    (tradeId, place) => tradeId > (takenOver[place - 1] ?? 0) && settlement.isTakenOver(tradeId),
  );
  return areRight ? null : 'settlement/wrong-trade';
}

/** Behind the last settled batch, or left out of it and taken over since. */
function isUnsettled({ settlement, tradeCount }: EngineState, tradeId: number): boolean {
  if (settlement.isTakenOver(tradeId)) return true;
  const isLate = tradeId <= settlement.through || tradeId > tradeCount;
  return !isLate && !settlement.annulled.includes(tradeId);
}

function checkReassignment(state: EngineState, command: ReassignTrade): RejectCode | null {
  const { accounts, ledger, settlement } = state;
  const { from, to, paidAsset, paid, receivedAsset, received } = command;
  if (!accounts.isTrader(from) || !accounts.isTrader(to) || from === to) return 'account/unknown';
  if (!accounts.isFrozen(from)) return 'account/not-frozen';
  if (!settlement.holds(command.tradeId)) return 'settlement/wrong-trade';
  if (!isAsset(paidAsset) || !isAsset(receivedAsset) || paidAsset === receivedAsset)
    return 'ledger/unknown-asset';
  if (!isAmount(paid) || !isAmount(received)) return 'ledger/invalid-amount';
  if (settlement.takenOver.length >= MOST_SET_APART) return 'settlement/too-many-quarantined';
  const suffices =
    ledger.available(to, paidAsset) >= paid && ledger.available(from, receivedAsset) >= received;
  return suffices ? null : 'risk/insufficient-funds';
}

/** Whether there can be such an asset. */
export function isAsset(asset: number): boolean {
  return Number.isInteger(asset) && asset >= 0 && asset < ASSETS;
}

/** Whether so many quanta can have moved; a fee may leave nothing of what was received. */
export function isAmount(amount: number): boolean {
  return Number.isSafeInteger(amount) && amount >= 0;
}

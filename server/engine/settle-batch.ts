import type { QuarantineTrade, ReassignTrade, SettleBatch, SubmitBatch } from './command.ts';
import type { EngineState } from './engine-state.ts';
import type { RejectCode } from './reject-code.ts';
import { MOST_QUARANTINED } from './settlement.ts';
import { ASSETS } from './state-view.ts';

/** Notes what the next batch is made of, before it is sent. It may be noted anew until it is settled. */
export function submitBatch(state: EngineState, command: SubmitBatch): void {
  const code = checkBatch(state, command);
  if (code === null) state.events.batch('batch-submitted', command);
  else state.events.rejected(0, 0, code);
}

/** The chain has the next batch. */
export function settleBatch(state: EngineState, command: SettleBatch): void {
  const code = checkBatch(state, command);
  if (code !== null) {
    state.events.rejected(0, 0, code);
    return;
  }
  state.settlement.batch = command.batch;
  state.settlement.through = command.through;
  state.events.batch('batch-settled', command);
}

/** Leaves a trade that is not settled out of batches. */
export function quarantineTrade(state: EngineState, { tradeId }: QuarantineTrade): void {
  const { settlement, events } = state;
  if (settlement.holds(tradeId)) {
    events.duplicate(0, 0);
  } else if (tradeId <= settlement.through || tradeId > state.tradeCount) {
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

function checkReassignment(state: EngineState, command: ReassignTrade): RejectCode | null {
  const { accounts, ledger, settlement } = state;
  const { from, to, paidAsset, paid, receivedAsset, received } = command;
  if (!accounts.isTrader(from) || !accounts.isTrader(to) || from === to) return 'account/unknown';
  if (!accounts.isFrozen(from)) return 'account/not-frozen';
  if (!settlement.holds(command.tradeId)) return 'settlement/wrong-trade';
  if (!isAsset(paidAsset) || !isAsset(receivedAsset) || paidAsset === receivedAsset)
    return 'ledger/unknown-asset';
  if (!isAmount(paid) || !isAmount(received)) return 'ledger/invalid-amount';
  const suffices =
    ledger.available(to, paidAsset) >= paid && ledger.available(from, receivedAsset) >= received;
  return suffices ? null : 'risk/insufficient-funds';
}

function isAsset(asset: number): boolean {
  return asset >= 0 && asset < ASSETS;
}

/** A fee may leave nothing of what was received. */
function isAmount(amount: number): boolean {
  return Number.isSafeInteger(amount) && amount >= 0;
}

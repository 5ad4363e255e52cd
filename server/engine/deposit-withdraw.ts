import { MAX_QUANTA } from '#lib/domain/quanta.ts';
import type { Deposit, Withdraw } from './command.ts';
import type { EngineState } from './engine-state.ts';
import type { RejectCode } from './reject-code.ts';
import { ASSETS, SOURCES } from './state-view.ts';

/** Credits a deposit, once for each number of its source. */
export function deposit(state: EngineState, command: Deposit): void {
  const { account, asset, amount, source, sourceSeq } = command;
  const code = checkMovement(state, command) ?? checkSource(source);
  if (code !== null) {
    state.events.rejected(account, 0, code);
  } else if (sourceSeq <= (state.sourceSeqs[source] as number)) {
    state.events.duplicate(account, 0);
  } else if (state.ledger.custody(asset) + amount > MAX_QUANTA) {
    state.events.rejected(account, 0, 'ledger/custody-full');
  } else {
    state.sourceSeqs[source] = sourceSeq;
    state.ledger.deposit(account, asset, amount);
    state.events.moved('deposited', command);
  }
}

/** Debits what leaves the exchange. */
export function withdraw(state: EngineState, command: Withdraw): void {
  const { account, asset, amount } = command;
  const code =
    checkMovement(state, command) ??
    (amount > state.ledger.available(account, asset) ? 'risk/insufficient-funds' : null);
  if (code !== null) {
    state.events.rejected(account, 0, code);
    return;
  }
  state.ledger.withdraw(account, asset, amount);
  state.events.moved('withdrawn', command);
}

function checkSource(source: number): RejectCode | null {
  return source >= 0 && source < SOURCES ? null : 'ledger/unknown-source';
}

function checkMovement(state: EngineState, command: Deposit | Withdraw): RejectCode | null {
  if (!state.accounts.has(command.account)) return 'account/unknown';
  if (!(command.asset >= 0 && command.asset < ASSETS)) return 'ledger/unknown-asset';
  const { amount } = command;
  return Number.isSafeInteger(amount) && amount >= 1 ? null : 'ledger/invalid-amount';
}

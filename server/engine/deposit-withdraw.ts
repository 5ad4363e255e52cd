import { MAX_QUANTA } from '#lib/domain/quanta.ts';
import type { Deposit, FinishWithdrawal, RequestWithdrawal, Withdraw } from './command.ts';
import type { EngineState } from './engine-state.ts';
import type { RejectCode } from './reject-code.ts';
import { ASSETS, SOURCES } from './state-view.ts';
import { MOST_WITHDRAWALS } from './withdrawals.ts';

/** Seconds in the milliseconds of a stamp. */
const SECOND = 1_000;

/** Credits a deposit, once for each number of its source. */
export function deposit(state: EngineState, command: Deposit): void {
  const { account, asset, amount, source, sourceSeq } = command;
  const code = checkMovement(state, command) ?? checkSource(source);
  if (code !== null) {
    state.events.rejected(account, 0, code);
  } else if (isKnown(state, command)) {
    state.events.duplicate(account, 0);
  } else if (!hasRoom(state, asset, amount)) {
    state.events.rejected(account, 0, 'ledger/custody-full');
  } else {
    state.sourceSeqs[source] = sourceSeq;
    state.ledger.deposit(account, asset, amount);
    state.events.moved('deposited', command);
  }
}

/** Debits what the contract has paid out by itself, once for each number of its source. */
export function withdraw(state: EngineState, command: Withdraw): void {
  const { account, asset, amount, source, sourceSeq } = command;
  const code = checkMovement(state, command) ?? checkSource(source);
  if (code !== null) {
    state.events.rejected(account, 0, code);
  } else if (isKnown(state, command)) {
    state.events.duplicate(account, 0);
  } else if (amount > state.ledger.available(account, asset)) {
    state.events.rejected(account, 0, 'risk/insufficient-funds');
  } else {
    state.sourceSeqs[source] = sourceSeq;
    state.ledger.withdraw(account, asset, amount);
    state.events.moved('withdrawn', command);
  }
}

/** Puts money aside that the owner wants out. */
export function requestWithdrawal(state: EngineState, command: RequestWithdrawal): void {
  const { account, asset, amount, nonce } = command;
  const code = checkRequest(state, command);
  if (code !== null) {
    state.events.rejected(account, 0, code);
    return;
  }
  state.ledger.withdraw(account, asset, amount);
  state.withdrawals.request(account, { nonce, asset, amount });
  state.events.withdrawal('withdrawal-requested', { account, asset, amount, nonce });
}

/** Forgets a withdrawal that was paid, and gives back one that cannot be paid any more. */
export function finishWithdrawal(state: EngineState, command: FinishWithdrawal): void {
  const { account, nonce, paid } = command;
  const finished = state.withdrawals.finish(account, nonce);
  if (finished === null) {
    state.events.rejected(account, 0, 'ledger/unknown-withdrawal');
    return;
  }
  const { asset, amount } = finished;
  if (!paid) state.ledger.deposit(account, asset, amount);
  const kind = paid ? 'withdrawal-paid' : 'withdrawal-returned';
  state.events.withdrawal(kind, { account, asset, amount, nonce });
}

function checkRequest(state: EngineState, command: RequestWithdrawal): RejectCode | null {
  const { account, asset, amount, nonce, epoch, expiry } = command;
  const { accounts, nonces, withdrawals, ledger } = state;
  const fault = accounts.tradingFault(account) ?? checkMovement(state, command);
  if (fault !== null) return fault;
  if (epoch !== nonces.epoch(account)) return 'auth/wrong-epoch';
  if (expiry * SECOND <= state.time) return 'auth/signature-expired';
  if (nonce <= withdrawals.lastNonce(account)) return 'auth/nonce-used';
  if (withdrawals.pending(account).length >= MOST_WITHDRAWALS) return 'ledger/too-many-withdrawals';
  return amount > ledger.available(account, asset) ? 'risk/insufficient-funds' : null;
}

/** Whether a number of a source has come before. */
function isKnown(state: EngineState, { source, sourceSeq }: Deposit | Withdraw): boolean {
  return sourceSeq <= (state.sourceSeqs[source] as number);
}

/** What is on its way out may come back, so it keeps its room. */
function hasRoom({ ledger, withdrawals }: EngineState, asset: number, amount: number): boolean {
  return ledger.custody(asset) + withdrawals.leaving(asset) + amount <= MAX_QUANTA;
}

function checkSource(source: number): RejectCode | null {
  return source >= 0 && source < SOURCES ? null : 'ledger/unknown-source';
}

function checkMovement(
  state: EngineState,
  { account, asset, amount }: Deposit | Withdraw | RequestWithdrawal,
): RejectCode | null {
  if (!state.accounts.has(account)) return 'account/unknown';
  if (!(asset >= 0 && asset < ASSETS)) return 'ledger/unknown-asset';
  return Number.isSafeInteger(amount) && amount >= 1 ? null : 'ledger/invalid-amount';
}

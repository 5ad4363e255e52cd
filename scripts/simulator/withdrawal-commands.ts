import type {
  FinishWithdrawal,
  FreezeAccount,
  RejectCode,
  RequestWithdrawal,
} from '#server/engine/index.ts';
import { checkTransfer, move } from './account-commands.ts';
import { isTrader } from './agent-commands.ts';
import type { Exchange } from './exchange-state.ts';
import { accountOf, openOrders } from './exchange-state.ts';
import { finishOrder } from './finish-order.ts';
import { availableOf } from './locked-balances.ts';
import { hasEnded } from './signatures.ts';

const MAX_PENDING = 16;

/** Money is put aside until the contract has paid it. */
export function requestWithdrawal(
  exchange: Exchange,
  command: RequestWithdrawal,
): RejectCode | null {
  const { account: number, asset, amount, nonce } = command;
  if (!isTrader(exchange, number)) return 'account/unknown';
  const account = accountOf(exchange, number);
  if (account.frozen.size > 0) return 'account/frozen';
  const problem = checkTransfer(exchange, command);
  if (problem !== null) return problem;
  if (command.epoch !== account.epoch) return 'auth/wrong-epoch';
  if (hasEnded(exchange, command)) return 'auth/signature-expired';
  if (nonce <= account.withdrawalNonce) return 'auth/nonce-used';
  if (account.withdrawals.length >= MAX_PENDING) return 'ledger/too-many-withdrawals';
  if (availableOf(exchange, number, asset) < BigInt(amount)) return 'risk/insufficient-funds';
  move(exchange, { account: number, asset, amount: -BigInt(amount) });
  account.withdrawalNonce = nonce;
  account.withdrawals = [...account.withdrawals, { nonce, asset, amount }];
  exchange.events.push({ kind: 'withdrawal-requested', account: number, asset, amount, nonce });
  return null;
}

/** It was paid, or comes back. */
export function finishWithdrawal(exchange: Exchange, command: FinishWithdrawal): RejectCode | null {
  const { account: number, nonce, paid } = command;
  const account = exchange.accounts[number];
  const finished = account?.withdrawals.find((pending) => pending.nonce === nonce);
  if (account === undefined || finished === undefined) return 'ledger/unknown-withdrawal';
  const { asset, amount } = finished;
  account.withdrawals = account.withdrawals.filter((pending) => pending !== finished);
  if (!paid) move(exchange, { account: number, asset, amount: BigInt(amount) });
  const kind = paid ? 'withdrawal-paid' : 'withdrawal-returned';
  exchange.events.push({ kind, account: number, asset, amount, nonce });
  return null;
}

/** One more or one less of the reasons to have no orders. */
export function freezeAccount(exchange: Exchange, command: FreezeAccount): RejectCode | null {
  const { account: number, reason, frozen } = command;
  if (!isTrader(exchange, number)) return 'account/unknown';
  const account = accountOf(exchange, number);
  if (account.frozen.has(reason) === frozen) {
    exchange.events.push({ kind: 'duplicate', account: number, orderId: 0 });
    return null;
  }
  if (frozen) account.frozen.add(reason);
  else account.frozen.delete(reason);
  const isFrozen = account.frozen.size > 0;
  const kind = frozen ? 'account-frozen' : 'account-thawed';
  exchange.events.push({ kind, account: number, reason, frozen: isFrozen });
  for (const order of isFrozen ? openOrders(exchange, number, 0) : []) {
    if (order.stage !== 'gone') {
      finishOrder(exchange, { order, reason: 'frozen', activates: false });
    }
  }
  return null;
}

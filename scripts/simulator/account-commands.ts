import type {
  Deposit,
  OpenAccount,
  RejectCode,
  RequestWithdrawal,
  Withdraw,
} from '#server/engine/index.ts';
import { ASSETS, SOURCES } from '#server/engine/index.ts';
import { dropAddress, isLiveAgent } from './agent-commands.ts';
import type { Exchange } from './exchange-state.ts';
import { createAccount, ownerOf } from './exchange-state.ts';
import { availableOf, credit } from './locked-balances.ts';

const MAX_AMOUNT = Number.MAX_SAFE_INTEGER;

/** Opens the next account. */
export function openAccount(exchange: Exchange, command: OpenAccount): RejectCode | null {
  const { account, address } = command;
  if (account !== exchange.accounts.length) return 'account/not-next';
  if (exchange.accounts.some((opened) => opened.address === address)) {
    return 'account/address-taken';
  }
  if (isLiveAgent(exchange, address)) return 'account/address-taken';
  if (exchange.accounts.length >= exchange.maxAccounts) return 'account/too-many';
  dropAddress(exchange, address);
  const opened = createAccount(address);
  const owner = ownerOf(exchange, address);
  [opened.epoch, opened.rangesReserved] = [owner.epoch, owner.skipped];
  [owner.epoch, owner.skipped] = [0, 0];
  exchange.accounts.push(opened);
  exchange.events.push({ kind: 'account-opened', account });
  return null;
}

/** Money comes in, once for each number of its source. */
export function deposit(exchange: Exchange, command: Deposit): RejectCode | null {
  const { account, asset, source, sourceSeq } = command;
  const problem = checkTransfer(exchange, command);
  if (problem !== null) return problem;
  if (source < 0 || source >= SOURCES) return 'ledger/unknown-source';
  if (sourceSeq <= (exchange.sourceSeqs[source] ?? -1)) {
    exchange.events.push({ kind: 'duplicate', account, orderId: 0 });
    return null;
  }
  const amount = BigInt(command.amount);
  const held = (exchange.custody[asset] ?? 0n) + leaving(exchange, asset);
  if (held + amount > BigInt(MAX_AMOUNT)) return 'ledger/custody-full';
  exchange.sourceSeqs[source] = sourceSeq;
  move(exchange, { account, asset, amount });
  exchange.events.push({ kind: 'deposited', account, asset, amount: command.amount });
  return null;
}

/** Money that no order locks went out, once for each number of its source. */
export function withdraw(exchange: Exchange, command: Withdraw): RejectCode | null {
  const { account, asset, source, sourceSeq } = command;
  const problem = checkTransfer(exchange, command);
  if (problem !== null) return problem;
  if (source < 0 || source >= SOURCES) return 'ledger/unknown-source';
  if (sourceSeq <= (exchange.sourceSeqs[source] ?? -1)) {
    exchange.events.push({ kind: 'duplicate', account, orderId: 0 });
    return null;
  }
  const amount = BigInt(command.amount);
  if (availableOf(exchange, account, asset) < amount) return 'risk/insufficient-funds';
  exchange.sourceSeqs[source] = sourceSeq;
  move(exchange, { account, asset, amount: -amount });
  exchange.events.push({ kind: 'withdrawn', account, asset, amount: command.amount });
  return null;
}

/** What all accounts have on its way out. */
function leaving(exchange: Exchange, asset: number): bigint {
  const pending = exchange.accounts.flatMap(({ withdrawals }) => withdrawals);
  const amounts = pending.map((one) => (one.asset === asset ? BigInt(one.amount) : 0n));
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

export function checkTransfer(
  exchange: Exchange,
  command: Deposit | Withdraw | RequestWithdrawal,
): RejectCode | null {
  const { account, asset, amount } = command;
  if (account < 0 || account >= exchange.accounts.length) return 'account/unknown';
  if (asset < 0 || asset >= ASSETS) return 'ledger/unknown-asset';
  return amount < 1 || amount > MAX_AMOUNT ? 'ledger/invalid-amount' : null;
}

export function move(
  exchange: Exchange,
  to: { readonly account: number; readonly asset: number; readonly amount: bigint },
): void {
  const { account, asset, amount } = to;
  credit(exchange, { account, asset, amount });
  exchange.custody[asset] = (exchange.custody[asset] ?? 0n) + amount;
}

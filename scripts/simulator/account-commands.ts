import type { Deposit, OpenAccount, RejectCode, Withdraw } from '#server/engine/index.ts';
import { ASSETS, SOURCES } from '#server/engine/index.ts';
import { dropAddress, isLiveAgent } from './agent-commands.ts';
import type { Exchange } from './exchange-state.ts';
import { createAccount } from './exchange-state.ts';
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
  exchange.accounts.push(createAccount(address));
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
  if ((exchange.custody[asset] ?? 0n) + amount > BigInt(MAX_AMOUNT)) return 'ledger/custody-full';
  exchange.sourceSeqs[source] = sourceSeq;
  move(exchange, command, amount);
  exchange.events.push({ kind: 'deposited', account, asset, amount: command.amount });
  return null;
}

/** Money that no order locks goes out. */
export function withdraw(exchange: Exchange, command: Withdraw): RejectCode | null {
  const { account, asset } = command;
  const problem = checkTransfer(exchange, command);
  if (problem !== null) return problem;
  const amount = BigInt(command.amount);
  if (availableOf(exchange, account, asset) < amount) return 'risk/insufficient-funds';
  move(exchange, command, -amount);
  exchange.events.push({ kind: 'withdrawn', account, asset, amount: command.amount });
  return null;
}

function checkTransfer(exchange: Exchange, command: Deposit | Withdraw): RejectCode | null {
  const { account, asset, amount } = command;
  if (account < 0 || account >= exchange.accounts.length) return 'account/unknown';
  if (asset < 0 || asset >= ASSETS) return 'ledger/unknown-asset';
  return amount < 1 || amount > MAX_AMOUNT ? 'ledger/invalid-amount' : null;
}

function move(
  exchange: Exchange,
  to: { readonly account: number; readonly asset: number },
  amount: bigint,
): void {
  credit(exchange, { account: to.account, asset: to.asset, amount });
  exchange.custody[to.asset] = (exchange.custody[to.asset] ?? 0n) + amount;
}

import type { MarketParameters, Side } from '#server/engine/index.ts';
import { BUY } from '#server/engine/index.ts';
import type { Exchange, Order } from './exchange-state.ts';
import { accountOf, marketOf, restOf, siblingOf } from './exchange-state.ts';

const MILLION = 1_000_000n;

/** ⌈n · ppm / 10^6⌉. */
export function feeOf(amount: bigint, ppm: number): bigint {
  return (amount * BigInt(ppm) + MILLION - 1n) / MILLION;
}

/** Quote quanta of so many lots at a price. */
export function notionalOf(parameters: MarketParameters, price: number, lots: number): bigint {
  return BigInt(price) * BigInt(lots) * BigInt(parameters.k);
}

/** Base quanta of so many lots. */
export function baseAmountOf(parameters: MarketParameters, lots: number): bigint {
  return BigInt(lots) * BigInt(parameters.unitsPerLot);
}

/** The asset that an order of this side locks. */
export function lockedAsset(parameters: MarketParameters, side: Side): number {
  return side === BUY ? parameters.quoteAsset : parameters.baseAsset;
}

/** What an order of this side, price and rest locks. */
export function lockAmount(
  parameters: MarketParameters,
  order: { readonly side: Side; readonly price: number; readonly lots: number },
): bigint {
  return order.side === BUY
    ? notionalOf(parameters, order.price, order.lots)
    : baseAmountOf(parameters, order.lots);
}

/** The lock of one order; that of a pair counts as its limit leg's. */
export function lockOf(exchange: Exchange, order: Order): bigint {
  const sibling = siblingOf(exchange, order);
  const isStopLeg = order.stage === 'waiting' || order.stage === 'queued';
  if (sibling !== null && isStopLeg) return 0n;
  return lockAmount(marketOf(exchange, order.market).parameters, {
    side: order.side,
    price: Math.max(order.price, sibling?.price ?? 0),
    lots: restOf(order),
  });
}

/** Sums of the locks of all open orders: by account, then by asset. */
export function lockTable(exchange: Exchange): ReadonlyMap<number, ReadonlyMap<number, bigint>> {
  const table = new Map<number, Map<number, bigint>>();
  for (const order of exchange.orders) {
    const asset = lockedAsset(marketOf(exchange, order.market).parameters, order.side);
    const row = table.get(order.account) ?? new Map<number, bigint>();
    table.set(order.account, row.set(asset, (row.get(asset) ?? 0n) + lockOf(exchange, order)));
  }
  return table;
}

/** Sum of the locks of the account's open orders. */
function lockedOf(exchange: Exchange, account: number, asset: number): bigint {
  let locked = 0n;
  for (const order of exchange.orders) {
    if (order.account !== account) continue;
    const { parameters } = marketOf(exchange, order.market);
    if (lockedAsset(parameters, order.side) === asset) locked += lockOf(exchange, order);
  }
  return locked;
}

export function availableOf(exchange: Exchange, account: number, asset: number): bigint {
  const balance = accountOf(exchange, account).balances[asset];
  if (balance === undefined) throw new Error(`There is no asset ${asset}.`);
  return balance - lockedOf(exchange, account, asset);
}

/** Adds to, or with a negative amount takes from, an account's balance. */
export function credit(
  exchange: Exchange,
  to: { readonly account: number; readonly asset: number; readonly amount: bigint },
): void {
  const { balances } = accountOf(exchange, to.account);
  const balance = (balances[to.asset] ?? 0n) + to.amount;
  if (balance < 0n) throw new Error(`The balance of account ${to.account} fell below zero.`);
  balances[to.asset] = balance;
}

import { findMarket, findMarketById } from '#lib/domain/market.ts';
import { isResting, type Order } from '#lib/domain/order.ts';
import { clientOrderNumber } from '#server/order-entry/index.ts';
import type { JournalFacts, SideFact, TradeFact } from './journal-facts.ts';
import type { AskedWithdrawal, ToldFacts, ToldFill, ToldOrder } from './told-facts.ts';

/**
 * Compares what users were told and asked for with the journal.
 *
 * @throws Error on the first thing that is lost, other than it was told, or that nobody asked for.
 */
export function checkTold(told: ToldFacts, journal: JournalFacts): void {
  for (const order of told.orders.values()) {
    if (order.parentId === 0) checkOrder(order, journal);
    else checkLeg(order, journal);
  }
  for (const fill of told.fills.values()) checkFill(fill, journal);
  checkNames(journal);
  checkWithdrawals(told, journal);
}

function checkOrder(told: ToldOrder, { orders }: JournalFacts): void {
  const order = orders.get(told.orderId);
  if (order === undefined) throw new Error(`order ${told.orderId} was told and is lost`);
  const market = findMarket(told.symbol)?.id;
  const name = clientOrderNumber(told.name);
  const { address, sells, lots } = told;
  // Of one that was changed since, it is told as it is then.
  const prices = order.prices.includes(told.price) ? order.prices : [told.price];
  const expected = { address, market, sells, prices, lots, name };
  if (JSON.stringify(expected) === JSON.stringify(order)) return;
  throw new Error(
    `order ${told.orderId} was told as ${JSON.stringify(expected)} and is ${JSON.stringify(order)}`,
  );
}

/** A leg is told as it was signed, or as what its order left of it. */
function checkLeg(told: ToldOrder, { legs, orders }: JournalFacts): void {
  const leg = legs.get(told.orderId);
  if (leg === undefined) throw new Error(`leg ${told.orderId} was told and is lost`);
  const parent = orders.get(leg.parentId);
  const isAsAccepted =
    leg.parentId === told.parentId &&
    parent?.address === told.address &&
    told.lots <= parent.lots &&
    findMarket(told.symbol)?.id === leg.market &&
    told.sells === leg.sells &&
    leg.prices.includes(told.price) &&
    (told.trigger === 0 || leg.triggers.includes(told.trigger));
  if (isAsAccepted) return;
  throw new Error(
    `leg ${told.orderId} was told as ${JSON.stringify(told)} and is ${JSON.stringify(leg)}`,
  );
}

/**
 * What users are told that is open is what the journal says.
 *
 * @param open - by address
 * @throws Error naming an order that only one side has, or has otherwise.
 */
export function checkOpen(
  open: ReadonlyMap<string, readonly Order[]>,
  journal: Pick<JournalFacts, 'open'>,
): void {
  for (const [address, orders] of open) {
    const told = orders.map((each) => {
      const { orderId, priceTicks: price } = each;
      // An order that was triggered goes on telling what it had waited for.
      const trigger = isResting(each) ? 0 : each.triggerTicks;
      const parentId = each.status === 'pending' ? each.parentId : 0;
      const market = findMarket(each.symbol)?.id;
      return JSON.stringify([orderId, market, each.side === 'sell', price, trigger, parentId]);
    });
    const known = [...journal.open]
      .filter(([, each]) => each.address === address)
      .map(([orderId, { market, sells, price, trigger, parentId }]) =>
        JSON.stringify([orderId, market, sells, price, trigger, parentId]),
      );
    const [lost, made] = [other(known, told), other(told, known)];
    if (lost === undefined && made === undefined) continue;
    throw new Error(`open orders of ${address} differ: told ${made}, in the journal ${lost}`);
  }
}

/** One of these that is not among the others. */
function other(these: readonly string[], others: readonly string[]): string | undefined {
  const known = new Set(others);
  return these.find((each) => !known.has(each));
}

function checkFill(told: ToldFill, { trades }: JournalFacts): void {
  const trade = trades[told.tradeId - 1];
  if (trade === undefined) throw new Error(`trade ${told.tradeId} was told and is lost`);
  const side = told.isMaker ? trade.maker : trade.taker;
  const inJournal = fillOf(trade, { side, isMaker: told.isMaker });
  if (JSON.stringify(inJournal) === JSON.stringify(told)) return;
  throw new Error(
    `trade ${told.tradeId} was told as ${JSON.stringify(told)} and is ${JSON.stringify(inJournal)}`,
  );
}

function fillOf(
  trade: TradeFact,
  { side, isMaker }: { readonly side: SideFact; readonly isMaker: boolean },
): ToldFill {
  if (findMarketById(trade.market) === undefined) throw new Error(`no market ${trade.market}`);
  return {
    tradeId: trade.id,
    orderId: side.orderId,
    address: side.address,
    isMaker,
    sells: trade.takerSells !== isMaker,
    price: trade.price,
    lots: trade.lots,
    fee: side.fee,
  };
}

/** Whoever sends an order again under its name has it once. */
function checkNames({ orders }: JournalFacts): void {
  const names = new Map<string, number>();
  for (const [orderId, { address, name }] of orders) {
    if (name === 0) continue;
    const key = `${address} ${name}`;
    const other = names.get(key);
    if (other !== undefined) throw new Error(`orders ${other} and ${orderId} are the same one`);
    names.set(key, orderId);
  }
}

function checkWithdrawals({ asked, acknowledged }: ToldFacts, journal: JournalFacts): void {
  const asIs = new Map(asked.map((each) => [nameOf(each), JSON.stringify(terms(each))]));
  const taken = new Set<string>();
  for (const request of journal.requested) {
    const name = nameOf(request);
    if (taken.has(name)) throw new Error(`withdrawal ${name} was taken twice`);
    taken.add(name);
    if (asIs.get(name) === JSON.stringify(terms(request))) continue;
    throw new Error(`withdrawal ${name} is not as anybody asked for it`);
  }
  for (const name of acknowledged) {
    if (!taken.has(name)) throw new Error(`withdrawal ${name} was told and is lost`);
  }
  const ends = new Map<string, number>();
  for (const name of [...journal.paid, ...journal.returned]) {
    ends.set(name, (ends.get(name) ?? 0) + 1);
  }
  for (const name of taken) {
    const count = ends.get(name) ?? 0;
    if (count !== 1) throw new Error(`withdrawal ${name} came to ${count} ends`);
  }
}

function nameOf({ address, nonce }: AskedWithdrawal): string {
  return `${address} ${nonce}`;
}

function terms({ address, asset, quanta, nonce, to }: AskedWithdrawal): AskedWithdrawal {
  return { address, asset, quanta, nonce, to };
}

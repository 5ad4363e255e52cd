import type { JournalFacts, TradeFact } from './journal-facts.ts';
import type { LegFact } from './leg-facts.ts';

/** What was filled of each order, and in which trades, by number. */
type Fills = ReadonlyMap<number, { readonly lots: number; readonly trades: readonly TradeFact[] }>;

/**
 * Holds take-profits and stop-losses to what they promise, by nothing but the trades: no more than
 * their order filled, never both, and a stop only once its price was reached.
 *
 * @throws Error on the first one that does otherwise.
 */
export function checkLegs(journal: Pick<JournalFacts, 'legs' | 'trades' | 'open'>): void {
  const { legs, trades } = journal;
  const fills = fillsOf(trades);
  const pairs = new Map<number, { readonly orderId: number; readonly leg: LegFact }[]>();
  for (const [orderId, leg] of legs) {
    pairs.set(leg.parentId, [...(pairs.get(leg.parentId) ?? []), { orderId, leg }]);
    checkPrices(orderId, { leg, trades: fills.get(orderId)?.trades ?? [] });
    if (leg.isStop) checkTrigger(orderId, { leg, fills, trades });
  }
  for (const [parentId, pair] of pairs) {
    const filled = fills.get(parentId)?.lots ?? 0;
    const lots = pair.reduce((sum, { orderId }) => sum + (fills.get(orderId)?.lots ?? 0), 0);
    if (lots > filled) {
      throw new Error(`legs of order ${parentId} filled ${lots} lots, and it ${filled}`);
    }
    checkTurns(pair, fills);
  }
  checkWaiting(journal);
}

/** What a leg trades, it trades at its price or better. */
function checkPrices(
  orderId: number,
  { leg, trades }: { readonly leg: LegFact; readonly trades: readonly TradeFact[] },
): void {
  if (leg.prices.includes(0)) return;
  const [least, most] = [Math.min(...leg.prices), Math.max(...leg.prices)];
  const worse = trades.find(({ price }) => (leg.sells ? price < least : price > most));
  if (worse !== undefined) {
    throw new Error(`leg ${orderId} of ${leg.prices.join()} traded at ${worse.price}`);
  }
}

/** Once the stop has traded the take-profit does not any more: it was canceled first. */
function checkTurns(
  pair: readonly { readonly orderId: number; readonly leg: LegFact }[],
  fills: Fills,
): void {
  const tradesOf = (isStop: boolean) =>
    pair
      .filter(({ leg }) => leg.isStop === isStop)
      .flatMap(({ orderId }) => fills.get(orderId)?.trades ?? [])
      .map(({ id }) => id);
  const stopped = Math.min(...tradesOf(true));
  if (tradesOf(false).some((id) => id > stopped)) {
    const ids = pair.map(({ orderId }) => orderId).join(' and ');
    throw new Error(`both legs ${ids} were executed`);
  }
}

/** A stop has traded only behind a trade that reached its price, since it became an order or just before. */
function checkTrigger(
  orderId: number,
  {
    leg,
    fills,
    trades,
  }: { readonly leg: LegFact; readonly fills: Fills; readonly trades: readonly TradeFact[] },
): void {
  const [first] = fills.get(orderId)?.trades ?? [];
  if (first === undefined) return;
  if (leg.activated === null) throw new Error(`leg ${orderId} traded and was never activated`);
  const before = trades
    .slice(0, leg.activated.trades)
    .findLast(({ market }) => market === leg.market);
  const since = trades
    .slice(leg.activated.trades, first.id - 1)
    .filter(({ market }) => market === leg.market);
  const reached = [...(before === undefined ? [] : [before]), ...since].some(({ price }) =>
    leg.triggers.some((trigger) => isReached(leg, { price, trigger })),
  );
  if (!reached) throw new Error(`stop ${orderId} was executed before ${leg.triggers.join()}`);
}

/** No leg waits for an order that is done, and no stop for a price that is reached. */
function checkWaiting({
  open,
  legs,
  trades,
}: Pick<JournalFacts, 'legs' | 'trades' | 'open'>): void {
  for (const [orderId, { parentId, market, trigger, sells }] of open) {
    if (parentId !== 0 && !open.has(parentId)) {
      throw new Error(`leg ${orderId} waits for order ${parentId}, which is done`);
    }
    if (parentId !== 0 || trigger === 0 || !legs.has(orderId)) continue;
    const last = trades.findLast((trade) => trade.market === market);
    if (last !== undefined && isReached({ sells }, { price: last.price, trigger })) {
      throw new Error(`stop ${orderId} waits for ${trigger}, and the last price is ${last.price}`);
    }
  }
}

function isReached(
  { sells }: Pick<LegFact, 'sells'>,
  { price, trigger }: { readonly price: number; readonly trigger: number },
): boolean {
  return sells ? price <= trigger : price >= trigger;
}

function fillsOf(trades: readonly TradeFact[]): Fills {
  const fills = new Map<number, { lots: number; trades: TradeFact[] }>();
  for (const trade of trades) {
    for (const { orderId } of [trade.taker, trade.maker]) {
      const own = fills.get(orderId) ?? { lots: 0, trades: [] };
      own.lots += trade.lots;
      own.trades.push(trade);
      fills.set(orderId, own);
    }
  }
  return fills;
}

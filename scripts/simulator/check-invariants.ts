import type { MarketView, OrderView, StateView } from '#server/engine/index.ts';
import { ASSETS, BUY, NO_TRIGGER, OPEN, POST_ONLY } from '#server/engine/index.ts';

/**
 * What docs/matching.md says is always true, worked out from a view alone. Tells what does not hold, or
 * `null`.
 */
export function brokenInvariant(view: StateView): string | null {
  return brokenCustody(view) ?? brokenLocks(view) ?? crossedBook(view);
}

function brokenCustody(view: StateView): string | null {
  for (let asset = 0; asset < ASSETS; asset += 1) {
    let total = 0n;
    for (let account = 0; account < view.accountCount; account += 1) {
      const available = view.available(account, asset);
      if (available < 0) return `Account ${account} has ${available} of asset ${asset}.`;
      total += BigInt(available) + BigInt(view.locked(account, asset));
    }
    const custody = view.custody(asset);
    if (total !== BigInt(custody)) {
      return `Accounts have ${total} of asset ${asset}, of which ${custody} are in custody.`;
    }
  }
  return null;
}

function brokenLocks(view: StateView): string | null {
  const locks = sumOfLocks(view);
  for (let account = 0; account < view.accountCount; account += 1) {
    for (let asset = 0; asset < ASSETS; asset += 1) {
      const locked = BigInt(view.locked(account, asset));
      const expected = locks.get(`${account}/${asset}`) ?? 0n;
      if (locked !== expected) {
        return `Account ${account} has ${locked} of asset ${asset} locked, its orders ${expected}.`;
      }
    }
  }
  return null;
}

/** By account and asset. */
function sumOfLocks(view: StateView): ReadonlyMap<string, bigint> {
  const locks = new Map<string, bigint>();
  for (const market of view.markets()) {
    const orders = ordersOf(view, market);
    const byId = new Map(orders.map((order) => [order.orderId, order]));
    for (const order of orders) {
      const { parameters } = market;
      const asset = order.side === BUY ? parameters.quoteAsset : parameters.baseAsset;
      const key = `${order.account}/${asset}`;
      const lock = lockOf(market, order, byId.get(order.siblingId));
      locks.set(key, (locks.get(key) ?? 0n) + lock);
    }
  }
  return locks;
}

/** A pair's lock is its limit leg's. */
function lockOf(market: MarketView, order: OrderView, sibling: OrderView | undefined): bigint {
  if (sibling !== undefined && order.trigger !== NO_TRIGGER) return 0n;
  const lots = BigInt(order.visible + order.hidden);
  if (order.side !== BUY) return lots * BigInt(market.parameters.unitsPerLot);
  const price = Math.max(order.price, sibling?.price ?? 0);
  return lots * BigInt(price) * BigInt(market.parameters.k);
}

function crossedBook(view: StateView): string | null {
  for (const market of view.markets()) {
    if (market.state !== OPEN && market.state !== POST_ONLY) continue;
    const resting = ordersOf(view, market).filter((order) => order.trigger === NO_TRIGGER);
    const bid = resting.find((order) => order.side === BUY);
    const ask = resting.find((order) => order.side !== BUY);
    if (bid !== undefined && ask !== undefined && bid.price >= ask.price) {
      return `Market ${market.parameters.market} is crossed: ${bid.price} bid, ${ask.price} asked.`;
    }
  }
  return null;
}

function ordersOf(view: StateView, market: MarketView): readonly OrderView[] {
  const orders: OrderView[] = [];
  view.visitOrders(market.parameters.market, (order) => orders.push(order));
  return orders;
}

import { describe, expect, it } from 'vitest';
import type { StateView } from '#server/engine/index.ts';
import { MARKET, SELL } from '#server/engine/index.ts';
import { brokenInvariant } from './check-invariants.ts';
import { TableExchange } from './table-exchange.ts';

/** A view of a small exchange, some of which is told differently. */
function viewWith(lies: Partial<StateView>): StateView {
  const exchange = TableExchange.open();
  const { build, view } = exchange;
  exchange.run(build.place({ quantity: 3 }), build.place({ side: SELL, price: 101, account: 2 }));
  exchange.run(build.placeOco(), build.place({ type: MARKET, price: 130, triggerPrice: 120 }));
  return {
    tradeCount: view.tradeCount,
    accountCount: view.accountCount,
    address: (account) => view.address(account),
    available: (account, asset) => view.available(account, asset),
    locked: (account, asset) => view.locked(account, asset),
    custody: (asset) => view.custody(asset),
    deadline: (account) => view.deadline(account),
    identity: (account) => view.identity(account),
    strangers: () => view.strangers(),
    custodyOf: (account) => view.custodyOf(account),
    settlement: () => view.settlement(),
    sourceSeq: (source) => view.sourceSeq(source),
    markets: () => view.markets(),
    visitOrders: (market, visit) => view.visitOrders(market, visit),
    visitDoneClientIds: (account, visit) => view.visitDoneClientIds(account, visit),
    ...lies,
  };
}

describe('brokenInvariant', () => {
  it('finds nothing wrong with what is right', () => {
    expect(brokenInvariant(viewWith({}))).toBeNull();
  });

  it('finds a quantum too much', () => {
    expect(
      brokenInvariant(viewWith({ custody: (asset) => (asset === 0 ? 2_999_999 : 3_000_000) })),
    ).toBe('Accounts have 3000000 of asset 0, of which 2999999 are in custody.');
  });

  it('finds less than nothing', () => {
    const { available } = viewWith({});
    const lie = (account: number, asset: number) =>
      account === 1 && asset === 1 ? -5 : available(account, asset);
    expect(brokenInvariant(viewWith({ available: lie }))).toBe('Account 1 has -5 of asset 1.');
  });

  it('finds a lock that is not an order’s', () => {
    const { available, locked } = viewWith({});
    const moved = (account: number, asset: number) => (account === 2 && asset === 0 ? 1 : 0);
    const lies = {
      available: (account: number, asset: number) =>
        available(account, asset) - moved(account, asset),
      locked: (account: number, asset: number) => locked(account, asset) + moved(account, asset),
    };
    expect(brokenInvariant(viewWith(lies))).toBe(
      'Account 2 has 2 of asset 0 locked, its orders 1.',
    );
  });

  it('finds a crossed book', () => {
    const { visitOrders } = viewWith({});
    const lie: StateView['visitOrders'] = (market, visit) =>
      visitOrders(market, (order) => visit(order.side === SELL ? { ...order, price: 99 } : order));
    expect(brokenInvariant(viewWith({ visitOrders: lie }))).toBe(
      'Market 1 is crossed: 100 bid, 99 asked.',
    );
  });
});

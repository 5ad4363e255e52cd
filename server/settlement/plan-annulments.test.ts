import { describe, expect, it } from 'vitest';
import type { AnnulledTrade } from '#server/engine/index.ts';
import { planAnnulments } from './plan-annulments.ts';

const BASE = 0;
const QUOTE = 1;

/** Ten of the base asset for a hundred of the quote asset, without fees. */
function trade(tradeId: number, given: Partial<AnnulledTrade> = {}): AnnulledTrade {
  const assets = { baseAsset: BASE, quoteAsset: QUOTE };
  const amounts = { base: 10, quote: 100, buyerFee: 0, sellerFee: 0 };
  return { tradeId, buyer: 1, seller: 2, ...assets, ...amounts, ...given };
}

/** Ids of the groups that are planned, with these balances of base and quote by account. */
function planned(
  trades: readonly AnnulledTrade[],
  balances: Readonly<Record<number, readonly [base: number, quote: number]>>,
): readonly (readonly number[])[] {
  const availableOf = (account: number, asset: number) => balances[account]?.[asset] ?? 0;
  return planAnnulments(trades, availableOf).map((group) => group.map(({ tradeId }) => tradeId));
}

describe('trades that are to be undone', () => {
  it('are undone one by one, the newest first', () => {
    const plenty = { 1: [1_000, 1_000], 2: [1_000, 1_000] } as const;
    expect(planned([trade(3), trade(1), trade(2)], plenty)).toEqual([[3], [2], [1]]);
  });

  it('wait for what is missing, to a quantum', () => {
    expect(planned([trade(1)], { 1: [9, 0], 2: [0, 100] })).toEqual([]);
    expect(planned([trade(1)], { 1: [10, 0], 2: [0, 99] })).toEqual([]);
    expect(planned([trade(1)], { 1: [10, 0], 2: [0, 100] })).toEqual([[1]]);
    const paid = trade(1, { buyerFee: 2, sellerFee: 5 });
    expect(planned([paid], { 0: [1, 5], 1: [8, 0], 2: [0, 95] })).toEqual([]);
    expect(planned([paid], { 0: [2, 5], 1: [8, 0], 2: [0, 95] })).toEqual([[1]]);
  });

  it('go where another one brings what they need', () => {
    const bought = trade(1);
    const soldOn = trade(2, { buyer: 3, seller: 1 });
    const balances = { 1: [0, 200], 2: [0, 100], 3: [10, 0] } as const;
    expect(planned([bought, soldOn], balances)).toEqual([[2], [1]]);
    expect(planned([bought], balances)).toEqual([]);
  });

  it('go together where each needs what the other one brings', () => {
    const there = trade(1);
    const back = trade(2, { buyer: 2, seller: 1 });
    expect(planned([there, back], { 1: [0, 0], 2: [0, 0] })).toEqual([[1, 2]]);
  });

  it('are not held up by others that are missing something', () => {
    const there = trade(1);
    const back = trade(2, { buyer: 2, seller: 1 });
    const poor = trade(3, { buyer: 3, seller: 4 });
    const rich = trade(4, { buyer: 5, seller: 6 });
    const balances = { 5: [10, 0], 6: [0, 100] } as const;
    expect(planned([there, back, poor, rich], balances)).toEqual([[4], [1, 2]]);
  });

  it('of which more than a command holds hang together wait', () => {
    const ring = (count: number) =>
      Array.from({ length: count }, (_, place) =>
        trade(place + 1, { buyer: 10 + ((place + 1) % count), seller: 10 + place, quote: 0 }),
      );
    expect(planned(ring(56), {})).toHaveLength(1);
    expect(planned(ring(57), {})).toEqual([]);
  });

  it('are exact where sums exceed what a number can say', () => {
    const most = 2 ** 53 - 1;
    const large = (tradeId: number) => trade(tradeId, { base: most, quote: 0 });
    const swapped = (tradeId: number) => ({ ...large(tradeId), buyer: 2, seller: 1 });
    expect(planned([large(1), large(2), swapped(3), swapped(4)], {})).toEqual([[1, 2, 3, 4]]);
    expect(planned([large(1), large(2), swapped(3)], {})).toEqual([]);
  });

  it('go where a later group brings what theirs was missing, before those behind it', () => {
    const nothing = { quote: 0 } as const;
    const other = { baseAsset: 2 } as const;
    const paid = { quote: 1 } as const;
    const hanging = [
      trade(5, { buyer: 10, seller: 9, ...paid }),
      trade(6, { buyer: 11, seller: 9, ...paid }),
      trade(7, { buyer: 9, seller: 10, ...nothing }),
      trade(8, { buyer: 9, seller: 11, ...nothing }),
    ];
    const bringing = [
      trade(3, { buyer: 9, seller: 20, ...other, ...paid }),
      trade(4, { buyer: 20, seller: 9, ...other, ...nothing }),
    ];
    const behind = [trade(1, { buyer: 30, seller: 31 }), trade(2, { buyer: 31, seller: 30 })];
    const all = [...hanging, ...bringing, ...behind];
    const balances = { 9: [0, 1], 20: [0, 1] } as const;
    expect(planned(all, balances)).toEqual([
      [3, 4],
      [5, 6, 7, 8],
      [1, 2],
    ]);
    expect(planned([...hanging, ...behind], balances)).toEqual([[1, 2]]);
  });

  it('that are as many as can be left out are each read once, and each balance', () => {
    const pairs = Array.from({ length: 512 }, (_, place) => {
      const [here, there] = [10 + 2 * place, 11 + 2 * place];
      const fees = { buyerFee: 1, sellerFee: 1 };
      return [
        trade(2 * place + 1, { buyer: here, seller: there, ...fees }),
        trade(2 * place + 2, { buyer: there, seller: here, ...fees }),
      ];
    });
    // Fees are there for all pairs but the oldest.
    expect(countedPlan(pairs.flat(), 2 * 511)).toEqual({
      groups: pairs
        .slice(1)
        .map((pair) => pair.map(({ tradeId }) => tradeId))
        .reverse(),
      trades: 1_024,
      balances: 2 * 1_024 + 2,
    });
    // Nobody has anything to pay fees with.
    expect(countedPlan(pairs.flat(), 0)).toEqual({
      groups: [],
      trades: 1_024,
      balances: 2 * 1_024 + 2,
    });
  });

  it('of which a plan cannot reach all at once are undone by the next ones, in the same order', () => {
    // Each brings what the next newer one needs, so that every look at all of them finds one.
    const chain = Array.from({ length: 1_024 }, (_, place) =>
      trade(place + 1, { buyer: 10 + place, seller: 11 + place, quote: 0 }),
    );
    const available = new Map([[10, 10]]);
    const undone: number[] = [];
    let looks = 0;
    for (let before = -1; before !== undone.length; looks += 1) {
      before = undone.length;
      const groups = planAnnulments(
        chain.slice(undone.length),
        (account, asset) => (asset === BASE ? available.get(account) : undefined) ?? 0,
      );
      if (looks === 0) expect(groups.length).toBeLessThan(100);
      for (const { tradeId, buyer, seller, base } of groups.flat()) {
        available.set(buyer, (available.get(buyer) ?? 0) - base);
        available.set(seller, (available.get(seller) ?? 0) + base);
        undone.push(tradeId);
      }
    }
    expect(undone).toEqual(chain.map(({ tradeId }) => tradeId));
    expect([...available.values()].filter((amount) => amount !== 0)).toEqual([10]);
  });
});

/** What is planned where only the fee account has something; how often trades and balances are read. */
function countedPlan(given: readonly AnnulledTrade[], fees: number) {
  let [trades, balances] = [0, 0];
  const counted = given.map((original): AnnulledTrade => {
    const { base, ...others } = original;
    return Object.defineProperty({ ...others, base }, 'base', {
      enumerable: true,
      get: () => {
        trades += 1;
        return base;
      },
    });
  });
  const planned = planAnnulments(counted, (account) => {
    balances += 1;
    return account === 0 ? fees : 0;
  });
  const groups = planned.map((group) => group.map(({ tradeId }) => tradeId));
  return { groups, trades, balances };
}

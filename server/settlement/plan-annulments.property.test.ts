import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnnulledTrade } from '#server/engine/index.ts';
import { type AvailableOf, planAnnulments } from './plan-annulments.ts';

type Amounts = Map<string, number>;

/** What undoing trades together leaves of the balances that they change. */
function after(trades: readonly AnnulledTrade[], amounts: Amounts): Amounts {
  const left: Amounts = new Map();
  for (const trade of trades) {
    for (const [key, by] of changesOf(trade))
      left.set(key, (left.get(key) ?? amounts.get(key) ?? 0) + by);
  }
  return left;
}

function changesOf(trade: AnnulledTrade): readonly (readonly [key: string, by: number])[] {
  const { buyer, seller, baseAsset, quoteAsset, base, quote, buyerFee, sellerFee } = trade;
  return [
    [`${buyer}:${baseAsset}`, buyerFee - base],
    [`${buyer}:${quoteAsset}`, quote],
    [`${seller}:${baseAsset}`, base],
    [`${seller}:${quoteAsset}`, sellerFee - quote],
    [`0:${baseAsset}`, -buyerFee],
    [`0:${quoteAsset}`, -sellerFee],
  ];
}

function shortOf(trades: readonly AnnulledTrade[], amounts: Amounts): string[] {
  return [...after(trades, amounts)].filter(([, amount]) => amount < 0).map(([key]) => key);
}

/** The plan as it is described: everything is looked at anew after every group. */
function plainPlan(trades: readonly AnnulledTrade[], amounts: Amounts): AnnulledTrade[][] {
  const groups: AnnulledTrade[][] = [];
  let left = [...trades].sort((a, b) => b.tradeId - a.tradeId);
  const undo = (group: readonly AnnulledTrade[]) => {
    if (group.length > 56 || shortOf(group, amounts).length > 0) return false;
    for (const [key, amount] of after(group, amounts)) amounts.set(key, amount);
    groups.push([...group].sort((a, b) => a.tradeId - b.tradeId));
    left = left.filter((trade) => !group.includes(trade));
    return true;
  };
  for (let before = -1; before !== left.length; ) {
    before = left.length;
    for (const trade of [...left]) undo([trade]);
    if (before === left.length) plainGroups(left, amounts).some(undo);
  }
  return groups;
}

function plainGroups(trades: readonly AnnulledTrade[], amounts: Amounts): AnnulledTrade[][] {
  const short = new Set(trades.flatMap((trade) => shortOf([trade], amounts)));
  const keysOf = (trade: AnnulledTrade) => changesOf(trade).map(([key]) => key);
  const groups: AnnulledTrade[][] = [];
  for (const trade of trades) {
    const ties = keysOf(trade).filter((key) => short.has(key));
    const tied = groups.filter((group) => group.flatMap(keysOf).some((key) => ties.includes(key)));
    for (const group of tied) groups.splice(groups.indexOf(group), 1);
    groups.push([trade, ...tied.flat()]);
  }
  return groups;
}

type Shape = { readonly accounts: number; readonly trades: number; readonly funds: number };

/** Accounts that trade small amounts with one another, and often back again, so that much depends. */
function histories({ accounts, trades, funds }: Shape) {
  const upTo = (max: number) => fc.integer({ min: 0, max });
  const most = { size: 'max' } as const;
  const trade = fc
    .record({
      buyer: fc.integer({ min: 1, max: accounts }),
      seller: fc.integer({ min: 1, max: accounts }),
      assets: fc.constantFrom([0, 1], [1, 2], [2, 0], [1, 0]),
      base: upTo(3),
      quote: upTo(3),
      buyerFee: fc.constantFrom(0, 0, 0, 0, 1),
      sellerFee: fc.constantFrom(0, 0, 0, 0, 1),
      comesBack: fc.constantFrom(true, true, true, false),
    })
    .map(({ assets: [baseAsset = 0, quoteAsset = 0], comesBack, ...drawn }) => {
      const { buyer, seller, base, quote } = drawn;
      const [buyerFee, sellerFee] = [
        Math.min(drawn.buyerFee, base),
        Math.min(drawn.sellerFee, quote),
      ];
      const there = { buyer, seller, baseAsset, quoteAsset, base, quote, buyerFee, sellerFee };
      const back = { ...there, buyer: seller, seller: buyer, buyerFee: 0, sellerFee: 0 };
      return comesBack ? [there, back] : [there];
    });
  return fc
    .tuple(
      fc.array(trade, { minLength: 1, maxLength: trades / 2, ...most }),
      fc.array(upTo(funds), { maxLength: 3 * (accounts + 1), ...most }),
      fc.boolean(),
    )
    .map(([drawn, amounts, isLater]) => {
      const legs = isLater
        ? [0, 1].flatMap((leg) => drawn.flatMap((both) => both[leg] ?? []))
        : drawn.flat();
      return { trades: legs.map((leg, place) => ({ tradeId: place + 1, ...leg })), amounts };
    });
}

function amountsOf(funds: readonly number[]): Amounts {
  return new Map(funds.map((amount, place) => [`${Math.floor(place / 3)}:${place % 3}`, amount]));
}

describe('trades of any history', () => {
  it.each([
    { accounts: 3, trades: 8, funds: 0 },
    { accounts: 6, trades: 20, funds: 1 },
    { accounts: 20, trades: 30, funds: 1 },
    { accounts: 40, trades: 40, funds: 2 },
    { accounts: 80, trades: 120, funds: 1 },
  ])(
    'are undone as if all were looked at anew after each: $accounts accounts, $trades trades',
    (shape) => {
      let together = 0;
      const property = fc.property(histories(shape), ({ trades, amounts: funds }) => {
        const amounts = amountsOf(funds);
        const availableOf: AvailableOf = (account, asset) =>
          amounts.get(`${account}:${asset}`) ?? 0;
        const groups = planAnnulments(trades, availableOf);
        expect(groups).toEqual(plainPlan(trades, new Map(amounts)));
        together += groups.filter(({ length }) => length > 1).length;
      });
      fc.assert(property, { numRuns: shape.trades > 100 ? 50 : 400 });
      expect(together).toBeGreaterThan(0);
    },
  );
});

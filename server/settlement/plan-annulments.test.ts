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
});

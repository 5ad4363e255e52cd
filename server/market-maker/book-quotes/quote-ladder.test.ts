import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMarket, type Market, markets } from '#lib/domain/market.ts';
import { type QuoteRules, quoteLadder } from './quote-ladder.ts';

const BTC = findMarket('BTC-USDT') as Market;

const rules: QuoteRules = {
  levels: 3,
  halfSpreadPpm: 500,
  stepPpm: 1_000,
  innermostQuanta: 10_000_000_000,
  skewPpm: 400,
  inventoryBoundQuanta: 1_000_000_000_000,
  tolerancePpm: 200,
};

const ladder = (inventoryQuanta: number, indexTicks = 6_000_000) =>
  quoteLadder({ market: BTC, indexTicks, inventoryQuanta, rules });

describe('quotes around the index', () => {
  it('lie on both sides, farther and larger level by level', () => {
    expect(ladder(0)).toEqual([
      { side: 'buy', level: 0, priceTicks: 5_997_000, quantityLots: 1_667 },
      { side: 'buy', level: 1, priceTicks: 5_991_000, quantityLots: 3_338 },
      { side: 'buy', level: 2, priceTicks: 5_985_000, quantityLots: 5_012 },
      { side: 'sell', level: 0, priceTicks: 6_003_000, quantityLots: 1_665 },
      { side: 'sell', level: 1, priceTicks: 6_009_000, quantityLots: 3_328 },
      { side: 'sell', level: 2, priceTicks: 6_015_000, quantityLots: 4_987 },
    ]);
  });

  it('move down with too much base and up with too little', () => {
    const [bid] = ladder(500_000_000_000);
    expect(bid?.priceTicks).toBe(5_995_800);
    const [raised] = ladder(-500_000_000_000);
    expect(raised?.priceTicks).toBe(5_998_200);
  });

  it('leave the side away that would make the inventory larger than its bound', () => {
    expect(new Set(ladder(1_000_000_000_000).map(({ side }) => side))).toEqual(new Set(['sell']));
    expect(new Set(ladder(-1_000_000_000_000).map(({ side }) => side))).toEqual(new Set(['buy']));
  });

  it('never cross, whatever market, price and inventory', () => {
    const anyMarket = fc.constantFrom(...markets);
    const amount = fc.integer({ min: -2_000_000_000_000, max: 2_000_000_000_000 });
    const price = fc.integer({ min: 1, max: 2_000_000_000 });
    fc.assert(
      fc.property(anyMarket, price, amount, (market, indexTicks, inventoryQuanta) => {
        const quotes = quoteLadder({ market, indexTicks, inventoryQuanta, rules });
        const prices = (side: string) =>
          quotes.filter((quote) => quote.side === side).map(({ priceTicks }) => priceTicks);
        const bids = prices('buy');
        const asks = prices('sell');
        expect(bids).toEqual(bids.toSorted((a, b) => b - a));
        expect(asks).toEqual(asks.toSorted((a, b) => a - b));
        if (indexTicks > 2) {
          for (const bid of bids) for (const ask of asks) expect(bid).toBeLessThan(ask);
        }
        for (const { priceTicks, quantityLots } of quotes) {
          expect(Number.isSafeInteger(priceTicks) && priceTicks > 0).toBe(true);
          expect(Number.isSafeInteger(quantityLots) && quantityLots > 0).toBe(true);
        }
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { type LiveQuote, planQuotes } from './plan-quotes.ts';
import type { Quote } from './quote-ladder.ts';

const bid: Quote = { side: 'buy', level: 0, priceTicks: 10_000, quantityLots: 50 };
const ask: Quote = { side: 'sell', level: 0, priceTicks: 10_020, quantityLots: 50 };
const resting = (quote: Quote, changes: Partial<LiveQuote> = {}): LiveQuote => ({
  orderId: 4,
  side: quote.side,
  level: quote.level,
  priceTicks: quote.priceTicks,
  remainingLots: quote.quantityLots,
  ...changes,
});
const plan = (wanted: readonly Quote[], live: readonly LiveQuote[]) =>
  planQuotes({ wanted, live, tolerancePpm: 1_000 });

describe('the plan of quotes', () => {
  it('places what does not rest yet', () => {
    expect(plan([bid, ask], [])).toEqual({ cancels: [], places: [bid, ask] });
  });

  it('leaves alone what is near enough and large enough', () => {
    const live = [resting(bid, { priceTicks: 9_990, remainingLots: 25 }), resting(ask)];
    expect(plan([bid, ask], live)).toEqual({ cancels: [], places: [] });
  });

  it('replaces what is too far away or nearly used up', () => {
    const far = resting(bid, { priceTicks: 9_989 });
    const small = resting(ask, { orderId: 8, remainingLots: 24 });
    expect(plan([bid, ask], [far, small])).toEqual({ cancels: [far, small], places: [bid, ask] });
  });

  it('cancels what is not wanted any more, and all but one of what rests twice', () => {
    const twice = resting(bid, { orderId: 8 });
    const outer = resting({ ...ask, level: 5 }, { orderId: 12 });
    expect(plan([bid], [resting(bid), twice, outer])).toEqual({
      cancels: [twice, outer],
      places: [],
    });
  });
});

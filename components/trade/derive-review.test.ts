import { describe, expect, it } from 'vitest';
import { findMarket } from '#lib/domain/market.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import type { TicketContext } from '#lib/order-ticket/ticket-context.ts';
import { deriveReview } from './derive-review.ts';

const market = findMarket('BTC-USDT');
if (market === undefined) throw new Error('there is the market of Bitcoin');

const level = (priceTicks: number, quantityLots: number) => ({
  priceTicks,
  quantityLots,
  orderCount: 1,
});

const context: TicketContext = {
  market,
  trading: 'open',
  auction: null,
  book: { bids: [level(6_740_000, 10_000)], asks: [level(6_745_000, 10_000)] },
  lastTicks: 6_742_150,
  indexTicks: 6_742_000,
  account: {
    kind: 'connected',
    step: null,
    balances: [
      { asset: 'USDT', available: 100_000_000_000, locked: 0 },
      { asset: 'BTC', available: 200_000_000, locked: 0 },
    ],
    orders: [],
    key: null,
  },
  connection: 'live',
  nowMs: 1_000_000,
};

const limit: OrderRequest = {
  symbol: 'BTC-USDT',
  side: 'buy',
  type: 'limit',
  timeInForce: 'GTC',
  priceTicks: 6_740_000,
  quantityLots: 2_500,
  triggerTicks: 0,
  displayLots: 0,
  postOnly: true,
  reduceOnly: false,
  expiresMs: 0,
  clientOrderId: null,
  takeProfit: null,
  stopLoss: null,
  signed: null,
};

const texts = (part: Partial<OrderRequest>, given: Partial<TicketContext> = {}) => {
  const { terms, effects } = deriveReview({ ...limit, ...part }, { ...context, ...given });
  return Object.fromEntries([...terms, ...effects].map(({ name, value }) => [name, value]));
};

describe('deriveReview', () => {
  it('says what a limit order is and does', () => {
    expect(texts({})).toMatchObject({
      Order: 'Limit, until canceled, post-only',
      Size: '0.25 BTC',
      Price: '67,400 USDT',
      Total: '16,850.00 USDT',
      Then: '0.25 BTC rests at 67,400',
    });
  });

  it('says beyond which price a market order never goes, and what it fills now', () => {
    const request = { type: 'market', timeInForce: 'IOC', priceTicks: 7_079_100 } as const;
    const review = texts({ ...request, postOnly: false });
    expect(review).toMatchObject({
      'Never above': '70,791 USDT',
      'Fills now': 'All at 67,450.00',
    });
    expect(review).not.toHaveProperty('Total');
  });

  it('says what triggers a stop, and its legs', () => {
    const leg = { type: 'stop', priceTicks: 6_000_000, signed: null } as const;
    expect(
      texts({
        type: 'stop_limit',
        postOnly: false,
        triggerTicks: 6_800_000,
        priceTicks: 6_810_000,
        takeProfit: { type: 'limit', priceTicks: 7_000_000, triggerTicks: 0, signed: null },
        stopLoss: { ...leg, triggerTicks: 6_500_000 },
      }),
    ).toMatchObject({
      Trigger: '68,000 USDT',
      Price: '68,100 USDT',
      'Take profit': '70,000 USDT',
      'Stop loss': '65,000 USDT',
    });
  });

  it('follows the book: what cannot be sent any more says why', () => {
    expect(deriveReview(limit, context).problem).toBeNull();
    const crossed = { bids: [], asks: [level(6_739_000, 10_000)] };
    expect(deriveReview(limit, { ...context, book: crossed }).problem).toContain('ost-only');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QUOTE } from '#scripts/simulator/command-builder.ts';
import { FUNDS, SpokenExchange } from '#scripts/testing/spoken-exchange.ts';
import type { BookLevel, BookLevels } from './book-level.ts';
import { type Market, markets } from './market.ts';
import type { OrderSide } from './order.ts';
import { type PreviewContext, previewOrder } from './order-preview.ts';
import type { LegRequest, OrderRequest } from './order-request.ts';

/** Numbers that the engine's commands are written with. */
const SIDES = { buy: 0, sell: 1 } as const;
const TYPES = { limit: 0, market: 1, stop: 1, stop_limit: 0 } as const;
const TIMES = { GTC: 0, IOC: 1, FOK: 2, GTD: 3 } as const;
const POST_ONLY_REJECT = 1;
const NOW = 5_000;
const ME = 1;
const MAKER = 2;

const rules = {
  unitsPerLot: 7,
  k: 3,
  makerFeePpm: 200,
  takerFeePpm: 2_500,
  bandPpm: 100_000,
  minNotional: 1_000,
  maxQuantity: 5_000,
  maxOpenOrders: 200,
} as const;

const [listed] = markets;
if (listed === undefined) throw new Error('there is no market to take names from');
const market: Market = { ...listed, ...rules };

type Resting = {
  readonly account: number;
  readonly side: OrderSide;
  readonly price: number;
  readonly lots: number;
};
type Scene = {
  readonly resting: readonly Resting[];
  readonly index: number;
  readonly last: number;
};

/** The engine with a scene's book, and what a person sees of it. */
function stage({ resting, index, last }: Scene, funds: number, maxOpenOrders = 200) {
  const exchange = SpokenExchange.open({ ...rules, maxOpenOrders });
  const { build } = exchange;
  for (const asset of [0, QUOTE]) {
    exchange.say(build.deposit({ account: MAKER, asset, amount: 100 * FUNDS }));
    exchange.say(build.deposit({ account: 3, asset, amount: 100 * FUNDS }));
    exchange.say(build.withdraw({ account: ME, asset, amount: FUNDS }));
  }
  if (last !== 0) {
    exchange.say(build.place({ account: MAKER, side: 1, price: last, quantity: 500 }));
    exchange.say(build.place({ account: 3, side: 0, price: last, quantity: 500 }));
  }
  if (index !== 0) exchange.say(build.setPrice({ price: index }));
  for (const asset of [0, QUOTE]) {
    exchange.say(build.deposit({ account: ME, asset, amount: 50 * FUNDS }));
  }
  for (const { account, side, price, lots } of resting) {
    const placed = build.place({ account, side: SIDES[side], price, quantity: lots });
    exchange.say({ ...placed, postOnly: POST_ONLY_REJECT });
  }
  for (const asset of [0, QUOTE]) {
    const amount = exchange.view.available(ME, asset) - funds;
    if (amount > 0) exchange.say(build.withdraw({ account: ME, asset, amount }));
  }
  return exchange;
}

function look(exchange: SpokenExchange, side: OrderSide): PreviewContext {
  const bids: BookLevel[] = [];
  const asks: BookLevel[] = [];
  const ownLots = new Map<number, number>();
  let openOrders = 0;
  exchange.view.visitOrders(1, (order) => {
    const levels = order.side === SIDES.buy ? bids : asks;
    const at = levels.findIndex(({ priceTicks }) => priceTicks === order.price);
    const level = levels[at] ?? { priceTicks: order.price, quantityLots: 0, orderCount: 0 };
    levels[at === -1 ? levels.length : at] = {
      priceTicks: order.price,
      quantityLots: level.quantityLots + order.visible,
      orderCount: level.orderCount + 1,
    };
    if (order.account !== ME) return;
    openOrders += 1;
    if (order.side !== SIDES[side]) {
      ownLots.set(order.price, (ownLots.get(order.price) ?? 0) + order.visible);
    }
  });
  bids.sort((a, b) => b.priceTicks - a.priceTicks);
  asks.sort((a, b) => a.priceTicks - b.priceTicks);
  const book: BookLevels = { bids, asks };
  const [seen] = exchange.view.markets();
  if (seen === undefined) throw new Error('the market is not listed');
  return {
    market,
    book,
    lastTicks: seen.last,
    indexTicks: seen.index,
    ownLots,
    openOrders,
    available: exchange.view.available(ME, side === 'buy' ? QUOTE : 0),
    nowMs: NOW,
  };
}

/** Stops have a trigger and no other orders do, whatever their trigger price is. */
function triggerOf({ side, type }: OrderRequest): 0 | 1 | 2 {
  if (type === 'limit' || type === 'market') return 0;
  return side === 'buy' ? 1 : 2;
}

/** Sends the order to the engine, as the gateway does. */
function send(exchange: SpokenExchange, request: OrderRequest) {
  const leg = (given: LegRequest | null) =>
    given && {
      type: TYPES[given.type],
      price: given.priceTicks,
      triggerPrice: given.triggerTicks,
    };
  exchange.say(
    exchange.build.place({
      time: NOW,
      account: ME,
      side: SIDES[request.side],
      type: TYPES[request.type],
      timeInForce: TIMES[request.timeInForce],
      price: request.priceTicks,
      quantity: request.quantityLots,
      displayQuantity: request.displayLots,
      postOnly: request.postOnly ? POST_ONLY_REJECT : 0,
      reduceOnly: request.reduceOnly,
      triggerPrice: request.triggerTicks,
      trigger: triggerOf(request),
      expiry: request.expiresMs,
      takeProfit: leg(request.takeProfit),
      stopLoss: leg(request.stopLoss),
    }),
  );
  const { events } = exchange;
  const rejected = events.find(({ kind }) => kind === 'rejected');
  const orderId = events.find((event) => event.kind === 'accepted')?.orderId ?? 0;
  // What its legs do afterwards is not the order's.
  const trades = events
    .filter((event) => event.kind === 'trade')
    .filter(({ takerOrderId }) => takerOrderId === orderId);
  return {
    refusal: rejected?.kind === 'rejected' ? rejected.code : null,
    orderId,
    lots: trades.reduce((sum, { quantity }) => sum + quantity, 0),
    notional: trades.reduce((sum, { quantity, price }) => sum + quantity * price * rules.k, 0),
    fee: trades.reduce((sum, { takerFee }) => sum + takerFee, 0),
    worst: trades.at(-1)?.price ?? null,
    trades: trades.length,
  };
}

/** Prices around 1,000, where the band is 900 … 1,100; some are none. */
const prices = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 985, max: 1_015 }) },
  { weight: 2, arbitrary: fc.integer({ min: 880, max: 1_120 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, 899, 900, 1_100, 1_101, 2_147_483_647, 1.5) },
);
const sizes = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 400 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 5_000, 5_001, 2_147_483_647) },
);
const sides = fc.constantFrom<OrderSide>('buy', 'sell');
const orderTypes = fc.constantFrom<OrderRequest['type']>('limit', 'market', 'stop', 'stop_limit');

const legs = (type: 'limit' | 'stop') =>
  fc.option(
    fc.record({
      type:
        type === 'limit' ? fc.constant('limit' as const) : fc.constantFrom('stop', 'stop_limit'),
      priceTicks: prices,
      triggerTicks: type === 'limit' ? fc.constant(0) : prices,
      signed: fc.constant(null),
    }),
    { freq: 4 },
  ) as fc.Arbitrary<LegRequest | null>;

/** Mostly orders that make sense, so that more than the first check is seen. */
const requests: fc.Arbitrary<OrderRequest> = fc
  .record({
    side: sides,
    type: orderTypes,
    priceTicks: prices,
    triggerTicks: prices,
    quantityLots: sizes,
    timeInForce: fc.constantFrom<OrderRequest['timeInForce']>('GTC', 'IOC', 'FOK', 'GTD'),
    postOnly: fc.boolean(),
    odd: fc.integer({ min: 0, max: 9 }),
    takeProfit: legs('limit'),
    stopLoss: legs('stop'),
  })
  .map(({ odd, ...given }) => {
    const request = {
      symbol: market.symbol,
      displayLots: 0,
      reduceOnly: false,
      expiresMs: 0,
      clientOrderId: null,
      signed: null,
      ...given,
    };
    if (odd === 0) return { ...request, reduceOnly: true };
    if (odd === 1) return { ...request, displayLots: 3, expiresMs: NOW };
    if (odd === 2) return request;
    return sensible(request);
  });

function sensible(request: OrderRequest): OrderRequest {
  const stop = request.type === 'stop' || request.type === 'stop_limit';
  const atMarket = request.type === 'market' || request.type === 'stop';
  const atOnce = request.timeInForce === 'IOC' || request.timeInForce === 'FOK';
  const marketTime = stop || request.timeInForce !== 'FOK' ? 'IOC' : 'FOK';
  const limitTime = stop && atOnce ? 'GTC' : request.timeInForce;
  const timeInForce = atMarket ? marketTime : limitTime;
  return {
    ...request,
    timeInForce,
    priceTicks: atMarket && request.quantityLots % 2 === 0 ? 0 : request.priceTicks,
    triggerTicks: stop ? request.triggerTicks : 0,
    expiresMs: timeInForce === 'GTD' ? NOW + 1_000 : 0,
    postOnly: request.postOnly && !stop && !atMarket && !atOnce,
    takeProfit: stop ? null : request.takeProfit,
    stopLoss: stop ? null : request.stopLoss,
  };
}

/** A book is never crossed: orders that would cross are post-only and so left out. */
const scenes = (oneOrderALevel: boolean): fc.Arbitrary<Scene> =>
  fc.record({
    resting: fc.uniqueArray(
      fc.record({
        account: oneOrderALevel
          ? fc.constant(MAKER)
          : fc.constantFrom(MAKER, MAKER, MAKER, MAKER, 3, ME),
        side: sides,
        price: fc.integer(oneOrderALevel ? { min: 990, max: 1_010 } : { min: 996, max: 1_004 }),
        lots: fc.integer({ min: 1, max: 90 }),
      }),
      {
        maxLength: 16,
        selector: ({ price, account, lots }) =>
          oneOrderALevel ? price : `${price} ${account} ${lots}`,
      },
    ),
    index: fc.constantFrom(0, 1_000, 1_000, 997),
    last: fc.constantFrom(0, 1_000, 1_003),
  });

const funds = fc.constantFrom(0, 20_000, 400_000, 30 * FUNDS, 30 * FUNDS, 30 * FUNDS);

describe('previewOrder', () => {
  it('says exactly what the engine does where each price has one order', () => {
    fc.assert(
      fc.property(scenes(true), requests, funds, (scene, request, available) => {
        const exchange = stage(scene, available);
        const preview = previewOrder(request, look(exchange, request.side));
        const done = send(exchange, request);
        expect(preview.refusal).toBe(done.refusal);
        if (done.refusal !== null) return;
        expect(preview.fill.exact).toBe(true);
        expect(preview.feeExact).toBe(true);
        expect({
          lots: preview.fill.lots,
          notional: preview.fill.notionalQuanta,
          fee: preview.feeQuanta,
          worst: preview.fill.levels.at(-1)?.priceTicks ?? null,
          trades: preview.fill.levels.length,
        }).toEqual({
          lots: done.lots,
          notional: done.notional,
          fee: done.fee,
          worst: done.worst,
          trades: done.trades,
        });
        const resting = exchange.order(done.orderId);
        const left = preview.rest === 'rests' || preview.rest === 'waits' ? preview.restLots : 0;
        expect(resting?.visible ?? 0).toBe(left);
      }),
      { numRuns: 200 },
    );
  });

  it('says what the engine does at most where several orders share a price, own ones among them', () => {
    fc.assert(
      fc.property(scenes(false), requests, funds, (scene, request, available) => {
        const exchange = stage(scene, available);
        const preview = previewOrder(request, look(exchange, request.side));
        const done = send(exchange, request);
        if (preview.fill.exact) expect(preview.refusal).toBe(done.refusal);
        if (done.refusal !== null) return;
        expect(done.lots).toBeLessThanOrEqual(preview.fill.lots);
        if (!preview.fill.exact) return;
        expect(preview.fill.lots).toBe(done.lots);
        expect(preview.fill.notionalQuanta).toBe(done.notional);
        const more = done.trades - preview.fill.levels.length;
        expect(done.fee).toBeGreaterThanOrEqual(preview.feeQuanta);
        expect(done.fee).toBeLessThanOrEqual(preview.feeQuanta + more);
        if (preview.feeExact) expect(done.fee).toBe(preview.feeQuanta);
      }),
      { numRuns: 150 },
    );
  });

  it('ends where the engine ends that meets 128 makers', () => {
    const resting = Array.from({ length: 140 }, (_, at): Resting => {
      const price = at < 100 ? 1_001 + at : 1_000;
      return { account: MAKER, side: 'sell', price, lots: at < 100 ? 2 : 1 };
    });
    for (const quantityLots of [41, 130, 200, 215, 216, 217, 240]) {
      const exchange = stage({ resting, index: 1_050, last: 0 }, 30 * FUNDS);
      const request = { ...marketBuy, quantityLots };
      const preview = previewOrder(request, look(exchange, 'buy'));
      const done = send(exchange, request);
      expect(preview.refusal).toBe(done.refusal);
      expect(preview.fill).toMatchObject({ exact: true, lots: done.lots });
      expect(preview.restLots).toBe(quantityLots - done.lots);
      expect(preview.fill.end === 'makers').toBe(done.lots < quantityLots);
    }
  });

  it('is refused where the account has as many open orders as the market takes', () => {
    const resting = [{ account: ME, side: 'buy', price: 990, lots: 50 }] as const;
    for (const maxOpenOrders of [1, 2]) {
      const exchange = stage({ resting, index: 1_000, last: 0 }, 30 * FUNDS, maxOpenOrders);
      const context = look(exchange, 'buy');
      const preview = previewOrder(marketBuy, {
        ...context,
        market: { ...market, maxOpenOrders },
      });
      expect(preview.refusal).toBe(maxOpenOrders === 1 ? 'risk/too-many-orders' : null);
      expect(send(exchange, marketBuy).refusal).toBe(preview.refusal);
    }
  });

  it('is refused for want of a single quantum', () => {
    const scene = { resting: [], index: 1_000, last: 0 };
    const lock = 1_100 * 100 * rules.k;
    const request = { ...marketBuy, quantityLots: 100 };
    for (const available of [lock - 1, lock]) {
      const exchange = stage(scene, available);
      const preview = previewOrder(request, look(exchange, 'buy'));
      expect(preview.lock).toEqual({ asset: 'quote', quanta: lock });
      expect(preview.refusal).toBe(available < lock ? 'risk/insufficient-funds' : null);
      expect(send(exchange, request).refusal).toBe(preview.refusal);
    }
  });
});

const marketBuy: OrderRequest = {
  symbol: market.symbol,
  side: 'buy',
  type: 'market',
  timeInForce: 'IOC',
  priceTicks: 0,
  quantityLots: 10,
  triggerTicks: 0,
  displayLots: 0,
  postOnly: false,
  reduceOnly: false,
  expiresMs: 0,
  clientOrderId: null,
  takeProfit: null,
  stopLoss: null,
  signed: null,
};

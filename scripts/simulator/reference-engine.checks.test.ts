import { describe, expect, it } from 'vitest';
import type { MarketState, PlaceOco, PlaceOrder } from '#server/engine/index.ts';
import {
  ALLOW_SELF_TRADE,
  BUY,
  CANCEL_ONLY,
  DELISTED,
  FALLING,
  FOK,
  GTC,
  GTD,
  HALTED,
  IOC,
  LIMIT,
  MARKET,
  POST_ONLY,
  POST_ONLY_REJECT,
  POST_ONLY_SLIDE,
  PRE_OPEN,
  RISING,
  SELL,
} from '#server/engine/index.ts';
import { START_TIME } from './command-builder.ts';
import { TableExchange } from './table-exchange.ts';

const MAX_WORD = 2_147_483_647;
const MAX_AMOUNT = Number.MAX_SAFE_INTEGER;

type Given = Parameters<TableExchange['build']['place']>[0];

const market = { maxQuantity: 1_000, minNotional: 100, bandPpm: 100_000 };

describe('checks of a single order', () => {
  const sell = (price: number): Given => ({ side: SELL, price });
  const rows: readonly (readonly [string, Given, string])[] = [
    ['of an unknown market', { market: 2 }, 'market/unknown'],
    ['of an unknown account', { account: 4 }, 'account/unknown'],
    ['of the fee account', { account: 0 }, 'account/unknown'],
    ['with order id 0', { orderId: 0 }, 'order/invalid-id'],
    ['with a leg of order id 0', { takeProfit: { orderId: 0 } }, 'order/invalid-id'],
    ['with an id that is open', { orderId: 50 }, 'order/duplicate-id'],
    ['with its own id for a leg', { orderId: 7, stopLoss: { orderId: 7 } }, 'order/duplicate-id'],
    [
      'with one client id for two',
      { clientOrderId: 5, takeProfit: { clientOrderId: 5 } },
      'order/client-id-reused',
    ],
    ['of no lots', { quantity: 0 }, 'order/invalid-quantity'],
    ['of more lots than fit', { quantity: MAX_WORD + 1 }, 'order/invalid-quantity'],
    ['of more lots than the market takes', { quantity: 1_001 }, 'order/quantity-too-large'],
    ['without a price', { price: 0 }, 'order/invalid-price'],
    ['with a price that does not fit', { price: MAX_WORD + 1 }, 'order/invalid-price'],
    ['that only reduces', { reduceOnly: true }, 'order/reduce-only-on-spot'],
    ['that may trade with itself', { selfTrade: ALLOW_SELF_TRADE }, 'order/self-trade-mode'],
    ['at market, GTC', { type: MARKET, timeInForce: GTC }, 'order/invalid-combination'],
    [
      'at market, post-only',
      { type: MARKET, postOnly: POST_ONLY_SLIDE },
      'order/invalid-combination',
    ],
    ['at market, iceberg', { type: MARKET, displayQuantity: 1 }, 'order/invalid-combination'],
    ['at market, expiring', { type: MARKET, expiry: 5_000 }, 'order/invalid-combination'],
    [
      'post-only, IOC',
      { timeInForce: IOC, postOnly: POST_ONLY_REJECT },
      'order/invalid-combination',
    ],
    [
      'post-only, FOK',
      { timeInForce: FOK, postOnly: POST_ONLY_SLIDE },
      'order/invalid-combination',
    ],
    ['GTD without expiry', { timeInForce: GTD }, 'order/invalid-combination'],
    ['GTC with expiry', { timeInForce: GTC, expiry: 5_000 }, 'order/invalid-combination'],
    ['iceberg, IOC', { timeInForce: IOC, displayQuantity: 1 }, 'order/invalid-combination'],
    ['with a trigger but no price for it', { trigger: RISING }, 'order/invalid-combination'],
    ['with only a trigger price', { trigger: 0, triggerPrice: 90 }, 'order/invalid-combination'],
    [
      'with a trigger, post-only',
      { triggerPrice: 120, postOnly: POST_ONLY_SLIDE },
      'order/invalid-combination',
    ],
    [
      'with a trigger, iceberg',
      { triggerPrice: 120, displayQuantity: 1 },
      'order/invalid-combination',
    ],
    [
      'with a trigger, limit IOC',
      { triggerPrice: 120, timeInForce: IOC },
      'order/invalid-combination',
    ],
    ['with a trigger and legs', { triggerPrice: 120, takeProfit: {} }, 'order/invalid-combination'],
    ['that shows more than it has', { displayQuantity: 2 }, 'order/invalid-display'],
    [
      'that shows under a hundredth',
      { quantity: 101, displayQuantity: 1 },
      'order/invalid-display',
    ],
    ['that expires now', { expiry: START_TIME }, 'order/expired'],
    [
      'with a trigger below 1',
      { trigger: RISING, triggerPrice: -1 },
      'order/invalid-trigger-price',
    ],
    ['that would trigger, rising', { trigger: RISING, triggerPrice: 100 }, 'order/would-trigger'],
    ['that would trigger, falling', { trigger: FALLING, triggerPrice: 100 }, 'order/would-trigger'],
    ['bought above the band', { price: 111 }, 'order/price-outside-band'],
    ['sold below the band', sell(89), 'order/price-outside-band'],
    ['at market beyond the band', { type: MARKET, price: 111 }, 'order/price-outside-band'],
    [
      'with a trigger, beyond the band around it',
      { triggerPrice: 200, price: 221 },
      'order/price-outside-band',
    ],
    ['of too small a notional', { price: 99 }, 'order/notional-too-small'],
  ];

  it.each(rows)('refuses an order %s', (_, given, code) => {
    const exchange = priced();
    expect(exchange.run(exchange.build.place({ orderId: 60, ...given }))).toEqual([code]);
  });

  const accepted: readonly (readonly [string, Given])[] = [
    ['bought exactly at the upper limit', { price: 110 }],
    ['sold exactly at the lower limit', { ...sell(90), quantity: 2 }],
    ['bought far below the band', { price: 1, quantity: 1_000 }],
    ['sold far above the band', sell(100_000)],
    ['of exactly the smallest notional', { price: 100 }],
    ['of the largest quantity', { quantity: 1_000 }],
    ['that shows a hundredth', { quantity: 100, displayQuantity: 1 }],
    ['that expires a millisecond later', { expiry: START_TIME + 1 }],
    ['with a trigger not yet reached', { trigger: RISING, triggerPrice: 101 }],
  ];

  it.each(accepted)('accepts an order %s', (_, given) => {
    const exchange = priced();
    expect(exchange.run(exchange.build.place({ orderId: 60, ...given }))).toHaveLength(1);
    expect(exchange.order(60)?.orderId).toBe(60);
  });

  it('refuses what no amount can hold', () => {
    const exchange = TableExchange.open({ k: 100_000, maxQuantity: MAX_WORD });
    const { build } = exchange;
    const order = { side: SELL, price: MAX_WORD, quantity: 42 } as const;
    expect(exchange.run(build.place(order))).toEqual(['order/notional-too-large']);
    const base = TableExchange.open({ unitsPerLot: MAX_AMOUNT });
    expect(base.run(base.build.place({ side: SELL, quantity: 2 }))).toEqual([
      'order/notional-too-large',
    ]);
  });

  it('refuses a market order where there is no price to measure from', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    expect(exchange.run(build.place({ type: MARKET }))).toEqual(['market/no-reference-price']);
    expect(exchange.run(build.place({ type: MARKET, price: 3 })).at(-1)).toBe(
      '#2 ioc-rest, 1 left',
    );
  });

  it('refuses more open orders than the market allows, one-shot orders included', () => {
    const exchange = TableExchange.open({ maxOpenOrders: 2 });
    const { build } = exchange;
    exchange.run(build.place(), build.place({ price: 99 }));
    expect(exchange.run(build.place({ timeInForce: IOC }))).toEqual(['risk/too-many-orders']);
    expect(exchange.run(build.place({ account: 2 }))).toHaveLength(1);
    exchange.run(build.cancel({ orderId: 1 }));
    expect(exchange.run(build.placeOco())).toEqual(['risk/too-many-orders']);
    expect(exchange.run(build.place({ takeProfit: {}, stopLoss: {} }))).toHaveLength(1);
  });
});

describe('checks of attached legs', () => {
  const rows: readonly (readonly [string, Given, string])[] = [
    ['take-profit at market', { takeProfit: { type: MARKET } }, 'order/invalid-combination'],
    ['take-profit without price', { takeProfit: { price: 0 } }, 'order/invalid-price'],
    [
      'take-profit with a trigger',
      { takeProfit: { triggerPrice: 9 } },
      'order/invalid-combination',
    ],
    [
      'take-profit no better than the stop',
      { takeProfit: { price: 90 }, stopLoss: { triggerPrice: 90 } },
      'order/invalid-combination',
    ],
    [
      'take-profit of a sell no better than the stop',
      { side: SELL, takeProfit: { price: 95 }, stopLoss: { triggerPrice: 95 } },
      'order/invalid-combination',
    ],
    ['stop without a trigger', { stopLoss: { triggerPrice: 0 } }, 'order/invalid-combination'],
    [
      'stop with a trigger below 1',
      { stopLoss: { triggerPrice: -1 } },
      'order/invalid-trigger-price',
    ],
    [
      'stop outside the band around its trigger',
      { stopLoss: { type: LIMIT, price: 80, triggerPrice: 90 } },
      'order/price-outside-band',
    ],
    [
      'take-profit of too small a notional',
      { takeProfit: { price: 99 } },
      'order/notional-too-small',
    ],
    [
      'stop of too small a notional',
      { stopLoss: { triggerPrice: 90 } },
      'order/notional-too-small',
    ],
  ];

  it.each(rows)('refuses a %s', (_, given, code) => {
    const exchange = priced();
    expect(exchange.run(exchange.build.place({ orderId: 60, ...given }))).toEqual([code]);
  });

  it('does not ask for the take-profit’s band, nor whether the stop would trigger', () => {
    const exchange = priced();
    const legs = { takeProfit: { price: 900 }, stopLoss: { triggerPrice: 150 } };
    expect(exchange.run(exchange.build.place(legs))).toHaveLength(1);
  });
});

type GivenPair = Parameters<TableExchange['build']['placeOco']>[0];

describe('checks of a pair', () => {
  const rows: readonly (readonly [string, GivenPair, string])[] = [
    [
      'with an id twice',
      { limitLeg: { orderId: 7 }, stopLeg: { orderId: 7 } },
      'order/duplicate-id',
    ],
    ['of no lots', { quantity: 0 }, 'order/invalid-quantity'],
    ['with a limit leg at market', { limitLeg: { type: MARKET } }, 'order/invalid-combination'],
    [
      'with a limit no better than the stop',
      { limitLeg: { price: 90 }, stopLeg: { triggerPrice: 90 } },
      'order/invalid-combination',
    ],
    ['that has expired', { expiry: START_TIME }, 'order/expired'],
    [
      'with a limit leg outside the band',
      { side: BUY, limitLeg: { price: 111 }, stopLeg: { triggerPrice: 120 } },
      'order/price-outside-band',
    ],
    ['that would trigger', { stopLeg: { triggerPrice: 100 } }, 'order/would-trigger'],
    [
      'with a stop leg of too small a notional',
      { limitLeg: { price: 110 }, stopLeg: { triggerPrice: 50 }, quantity: 2 },
      'order/notional-too-small',
    ],
    ['that would take', { quantity: 2, limitLeg: { price: 95 } }, 'matching/post-only-would-cross'],
  ];

  it.each(rows)('refuses one %s', (_, given, code) => {
    const exchange = priced();
    const { build } = exchange;
    exchange.run(build.place({ account: 3, orderId: 70, price: 95, quantity: 2 }));
    expect(exchange.run(build.placeOco({ quantity: 2, ...given }))).toEqual([code]);
  });

  it('locks at the dearer leg', () => {
    const exchange = TableExchange.open({ bandPpm: 100_000 });
    const { build } = exchange;
    const pair = { side: BUY, limitLeg: { price: 90 }, stopLeg: { triggerPrice: 1_000 } } as const;
    // The stop's protection price is 1,000 · 1.1.
    expect(exchange.run(build.placeOco({ ...pair, quantity: 910 }))).toEqual([
      'risk/insufficient-funds',
    ]);
    expect(exchange.run(build.placeOco({ ...pair, quantity: 909 }))).toEqual([
      '#3 accepted: 909 at 90',
      '#4 accepted: 909 at 1100 once at 1000',
    ]);
    expect(exchange.funds(1)).toEqual([1_000_000, 0, 100, 999_900]);
  });
});

describe('market states', () => {
  const plain: Given = {};
  const postOnly: Given = { postOnly: POST_ONLY_REJECT };
  const rows: readonly (readonly [string, MarketState, Given, string])[] = [
    ['halted', HALTED, plain, 'market/halted'],
    ['cancel-only', CANCEL_ONLY, plain, 'market/cancel-only'],
    ['delisted', DELISTED, plain, 'market/delisted'],
    ['post-only', POST_ONLY, plain, 'market/post-only'],
    ['pre-open', PRE_OPEN, postOnly, 'market/pre-open'],
    ['pre-open', PRE_OPEN, { timeInForce: IOC }, 'market/pre-open'],
    ['pre-open', PRE_OPEN, { triggerPrice: 120 }, 'market/pre-open'],
    ['pre-open', PRE_OPEN, { displayQuantity: 1 }, 'market/pre-open'],
    ['pre-open', PRE_OPEN, { stopLoss: {} }, 'market/pre-open'],
    ['pre-open', PRE_OPEN, plain, '#60 accepted: 1 at 100'],
    ['pre-open', PRE_OPEN, { expiry: 5_000 }, '#60 accepted: 1 at 100'],
    ['post-only', POST_ONLY, postOnly, '#60 accepted: 1 at 100'],
  ];

  it.each(rows)('a market that is %s (%s) answers %o with %s', (_, state, given, answer) => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.setMarketState({ state }));
    expect(exchange.run(build.place({ orderId: 60, ...given }))).toEqual([answer]);
  });

  it.each([
    ['pre-open', PRE_OPEN, 'market/pre-open'],
    ['post-only', POST_ONLY, 'market/post-only'],
  ] as const)('a market that is %s takes no pair', (_, state, answer) => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.setMarketState({ state }));
    expect(exchange.run(build.placeOco())).toEqual([answer]);
  });
});

describe('the order of checks', () => {
  const faults: readonly (readonly [keyof PlaceOrder, Partial<PlaceOrder>, string])[] = [
    ['market', { market: 2 }, 'market/unknown'],
    ['account', { account: 9 }, 'account/unknown'],
    ['orderId', { orderId: 0 }, 'order/invalid-id'],
    ['quantity', { quantity: 0 }, 'order/invalid-quantity'],
    ['price', { price: -1 }, 'order/invalid-price'],
    ['reduceOnly', { reduceOnly: true }, 'order/reduce-only-on-spot'],
    ['selfTrade', { selfTrade: ALLOW_SELF_TRADE }, 'order/self-trade-mode'],
    ['trigger', { trigger: RISING }, 'order/invalid-combination'],
    ['displayQuantity', { displayQuantity: 5 }, 'order/invalid-display'],
    ['expiry', { timeInForce: GTD, expiry: 1 }, 'order/expired'],
  ];

  it.each(faults.map((fault, index) => [fault[0], index] as const))(
    'the fault of %s is told before all that come after it',
    (_, index) => {
      const exchange = priced();
      const [, , code] = faults[index] ?? faults[0] ?? [];
      const later = faults.slice(index).toReversed();
      const command = Object.assign({}, exchange.build.place(), ...later.map(([, given]) => given));
      expect(exchange.run(command)).toEqual([code]);
    },
  );

  it('a pair’s limit leg is checked whole before its stop leg', () => {
    const exchange = priced();
    const command: PlaceOco = exchange.build.placeOco({
      side: BUY,
      quantity: 2,
      limitLeg: { price: 111 },
      stopLeg: { price: -1, triggerPrice: 120 },
    });
    expect(exchange.run(command)).toEqual(['order/price-outside-band']);
  });
});

/** Last and index price are 100, order 50 is open. */
function priced(): TableExchange {
  const exchange = TableExchange.open(market);
  const { build } = exchange;
  exchange.run(build.place({ orderId: 48, account: 2, side: SELL, price: 100, quantity: 1 }));
  exchange.run(build.place({ orderId: 49, account: 3, price: 100, quantity: 1 }));
  exchange.run(build.place({ orderId: 50, account: 2, price: 10, quantity: 10 }));
  exchange.run(build.setPrice({ price: 100 }));
  return exchange;
}

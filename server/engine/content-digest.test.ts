import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLAIN_ORDER } from '#scripts/testing/plain-order.ts';
import {
  BUY,
  CANCEL_NEWEST,
  CANCEL_OLDEST,
  GTD,
  INDEX_PRICE,
  LAST_PRICE,
  type Leg,
  LIMIT,
  MARK_PRICE,
  MARKET,
  type PlaceOco,
  type PlaceOrder,
  POST_ONLY_REJECT,
  RISING,
  SELL,
} from './command.ts';
import { contentDigest } from './content-digest.ts';

const leg: Leg = {
  orderId: 2,
  clientOrderId: 12,
  type: LIMIT,
  price: 1_100,
  triggerPrice: 0,
  triggerBy: LAST_PRICE,
  authority: null,
  signature: null,
};

const order: PlaceOrder = {
  ...PLAIN_ORDER,
  seq: 1,
  time: 1_790_000_000_000,
  account: 1,
  market: 1,
  orderId: 1,
  clientOrderId: 11,
  side: BUY,
  price: 1_000,
  quantity: 10,
};

const pair: PlaceOco = {
  kind: 'place-oco',
  seq: 1,
  time: 1_790_000_000_000,
  account: 1,
  market: 1,
  side: SELL,
  quantity: 10,
  selfTrade: CANCEL_NEWEST,
  expiry: 0,
  limitLeg: leg,
  stopLeg: { ...leg, orderId: 3, clientOrderId: 13, type: MARKET, price: 0, triggerPrice: 900 },
};

/** The same leg with one part of its content changed, one for each part. */
function otherLegs(from: Leg): readonly Leg[] {
  return [
    { ...from, clientOrderId: from.clientOrderId + 1 },
    { ...from, clientOrderId: from.clientOrderId + 2 ** 32 },
    { ...from, type: from.type === LIMIT ? MARKET : LIMIT },
    { ...from, price: from.price + 1 },
    { ...from, triggerPrice: from.triggerPrice + 1 },
    { ...from, triggerBy: MARK_PRICE },
  ];
}

const orders: readonly PlaceOrder[] = [
  order,
  { ...order, account: 2 },
  { ...order, market: 2 },
  { ...order, clientOrderId: 10 },
  { ...order, clientOrderId: 11 + 2 ** 32 },
  { ...order, side: SELL },
  { ...order, type: MARKET },
  { ...order, timeInForce: GTD },
  { ...order, price: 1_001 },
  { ...order, price: 1_000 + 2 ** 32 },
  { ...order, quantity: 11 },
  { ...order, quantity: 10 + 2 ** 32 },
  { ...order, displayQuantity: 5 },
  { ...order, postOnly: POST_ONLY_REJECT },
  { ...order, reduceOnly: true },
  { ...order, selfTrade: CANCEL_OLDEST },
  { ...order, trigger: RISING },
  { ...order, triggerBy: INDEX_PRICE },
  { ...order, triggerPrice: 1 },
  { ...order, expiry: 1 },
  { ...order, expiry: 2 ** 32 },
  { ...order, takeProfit: leg },
  { ...order, stopLoss: leg },
  { ...order, takeProfit: leg, stopLoss: leg },
  ...otherLegs(leg).map((takeProfit) => ({ ...order, takeProfit })),
  ...otherLegs(leg).map((stopLoss) => ({ ...order, stopLoss })),
];

const pairs: readonly PlaceOco[] = [
  pair,
  { ...pair, account: 2 },
  { ...pair, market: 2 },
  { ...pair, side: BUY },
  { ...pair, quantity: 11 },
  { ...pair, selfTrade: CANCEL_OLDEST },
  { ...pair, expiry: 1 },
  { ...pair, expiry: 2 ** 32 },
  { ...pair, limitLeg: pair.stopLeg, stopLeg: pair.limitLeg },
  ...otherLegs(pair.limitLeg).map((limitLeg) => ({ ...pair, limitLeg })),
  ...otherLegs(pair.stopLeg).map((stopLeg) => ({ ...pair, stopLeg })),
];

describe('contentDigest', () => {
  it('differs when any part of the content does', () => {
    const digests = [...orders, ...pairs].map(contentDigest);
    expect(new Set(digests).size).toBe(orders.length + pairs.length);
  });

  it.each([-1, 2 ** 31, 1_000.5, Number.NaN])(
    'takes no price for the one that %d is cut to',
    (price) => {
      const cut = { ...order, price: price | 0 };
      const accepted = cut.price >= 0 ? [order, cut] : [order];
      for (const remembered of accepted) {
        expect(contentDigest({ ...order, price })).not.toBe(contentDigest(remembered));
      }
    },
  );

  it('does not look at number, time, order ids, signatures and authorities', () => {
    const authority = { agent: 1, nonce: 64, epoch: 0, expiry: 9, maxFeePpm: 500 };
    const signature = Uint8Array.of(1, 2, 3);
    const stamp = { seq: 99, time: 1_790_000_000_001 };
    const sentAgain = { ...leg, orderId: 77, authority, signature };
    const withLegs = { ...order, takeProfit: leg, stopLoss: leg };
    expect(
      contentDigest({
        ...withLegs,
        ...stamp,
        orderId: 55,
        authority,
        signature,
        takeProfit: sentAgain,
        stopLoss: sentAgain,
      }),
    ).toBe(contentDigest(withLegs));
    expect(contentDigest({ ...pair, ...stamp, limitLeg: sentAgain })).toBe(contentDigest(pair));
  });

  it('stays as it is: snapshots remember digests', () => {
    expect([order, pair, { ...order, takeProfit: leg }].map(contentDigest)).toEqual([
      4_252_118_699_233_619, 8_331_687_681_757_354, 2_097_926_327_384_000,
    ]);
  });

  it('is a whole number in 1 … 2^53 − 1', () => {
    const numbers = fc.tuple(fc.maxSafeNat(), fc.maxSafeNat(), fc.maxSafeNat(), fc.maxSafeNat());
    fc.assert(
      fc.property(numbers, ([clientOrderId, price, quantity, expiry]) => {
        const digest = contentDigest({ ...order, clientOrderId, price, quantity, expiry });
        expect(Number.isSafeInteger(digest) && digest > 0).toBe(true);
      }),
    );
  });

  it('keeps similar orders apart and uses all of its 53 bits', () => {
    const seen = new Set<number>();
    const counts = new Array<number>(53).fill(0);
    const samples = 20_000;
    for (let index = 0; index < samples; index += 1) {
      const digest = contentDigest({
        ...order,
        clientOrderId: 1 + (index % 100),
        price: 1_000 + Math.floor(index / 100),
      });
      seen.add(digest);
      for (let bit = 0; bit < 53; bit += 1) {
        if (Math.floor(digest / 2 ** bit) % 2 === 1) counts[bit] = (counts[bit] as number) + 1;
      }
    }
    expect(seen.size).toBe(samples);
    for (const count of counts) expect(Math.abs(count / samples - 0.5)).toBeLessThan(0.02);
  });
});

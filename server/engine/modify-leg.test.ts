import { describe, expect, it } from 'vitest';
import { FUNDS, SpokenExchange } from '#scripts/testing/spoken-exchange.ts';
import type { ModifyOrder } from './command.ts';
import { decodeState } from './decode-state.ts';
import { encodeState } from './encode-state.ts';
import { EngineView } from './engine-view.ts';

/** A buy of five at 90 with a take-profit (#2) at 120 and a stop-loss (#3) at 60. */
function waiting(): SpokenExchange {
  const exchange = SpokenExchange.open();
  exchange.say('1 buys 5 @ 90 #1 profit 120 loss 60');
  return exchange;
}

function legsOf(exchange: SpokenExchange, parent = 1) {
  const order = exchange.order(parent);
  return { takeProfit: order?.takeProfit ?? null, stopLoss: order?.stopLoss ?? null };
}

function idsOf(exchange: SpokenExchange): { profit: number; stop: number } {
  const { takeProfit, stopLoss } = legsOf(exchange);
  return { profit: takeProfit?.orderId ?? 0, stop: stopLoss?.orderId ?? 0 };
}

/** Tells the engine to change one of the two legs; gives its answer. */
function change(
  exchange: SpokenExchange,
  leg: 'profit' | 'stop',
  given: Partial<ModifyOrder>,
): string {
  const orderId = idsOf(exchange)[leg];
  const told = exchange.say(exchange.build.modify({ account: 1, orderId, ...given }));
  return told.join('; ').replaceAll(`#${orderId}`, '#leg');
}

describe('a leg that waits for its order', () => {
  it('gets another price, and comes at that', () => {
    const exchange = waiting();
    expect(change(exchange, 'profit', { price: 110 })).toBe('#leg modified: 5 at 110');
    const { profit } = idsOf(exchange);
    exchange.say('2 sells 5 @ 90');
    expect(exchange.order(profit)?.price).toBe(110);
  });

  it('gets another trigger price, and waits for that', () => {
    const exchange = waiting();
    const before = legsOf(exchange).stopLoss?.price ?? 0;
    expect(change(exchange, 'stop', { triggerPrice: 70 })).toContain('once at 70');
    expect(legsOf(exchange).stopLoss).toMatchObject({ triggerPrice: 70, price: before });
    const { stop } = idsOf(exchange);
    exchange.say('2 sells 5 @ 90');
    expect(exchange.order(stop)?.triggerPrice).toBe(70);
  });

  it('locks nothing and leaves its order alone, in its place', () => {
    const exchange = waiting();
    exchange.say('3 buys 5 @ 90');
    const [first] = exchange.book();
    const funds = exchange.funds(1);
    change(exchange, 'profit', { price: 110 });
    change(exchange, 'stop', { triggerPrice: 55 });
    expect(exchange.book()[0]).toBe(first);
    expect(exchange.funds(1)).toBe(funds);
    expect(funds).toBe(`base ${FUNDS}, quote ${FUNDS - 450} + 450 locked`);
  });

  it('is found by its own client order id', () => {
    const exchange = SpokenExchange.open();
    const { build } = exchange;
    const leg = build.limitLeg({ orderId: 7, clientOrderId: 77, price: 120 });
    exchange.say(build.place({ account: 1, side: 0, price: 90, quantity: 5, takeProfit: leg }));
    const named = build.modify({ account: 1, orderId: 0, clientOrderId: 77, price: 119 });
    expect(exchange.say(named)).toEqual(['#7 modified: 5 at 119']);
  });

  it.each([
    ['of another account', 'profit', { account: 2, price: 110 }, 'order/unknown'],
    ['to what it is', 'profit', { price: 120 }, 'order/nothing-to-modify'],
    ['to nothing else', 'stop', {}, 'order/nothing-to-modify'],
    ['to the size that it has', 'profit', { quantity: 5 }, 'order/nothing-to-modify'],
    ['in size', 'profit', { quantity: 4 }, 'order/linked'],
    ['in size and price', 'stop', { quantity: 6, triggerPrice: 70 }, 'order/linked'],
    [
      'to a take-profit with a trigger',
      'profit',
      { triggerPrice: 110 },
      'order/invalid-combination',
    ],
    ['to a take-profit behind the stop', 'profit', { price: 60 }, 'order/invalid-combination'],
    [
      'to a stop before the take-profit',
      'stop',
      { triggerPrice: 120 },
      'order/invalid-combination',
    ],
    ['to no price', 'profit', { price: 2 ** 31 }, 'order/invalid-price'],
    ['to less than no price', 'profit', { price: -1 }, 'order/invalid-price'],
  ] as const)('is not changed %s', (_, leg, given, code) => {
    const exchange = waiting();
    expect(change(exchange, leg, given)).toBe(code);
  });

  it('keeps to the minimum of its market', () => {
    const exchange = SpokenExchange.open({ minNotional: 400 });
    exchange.say('1 buys 5 @ 90 #1 profit 120');
    expect(change(exchange, 'profit', { price: 79 })).toBe('order/notional-too-small');
    expect(change(exchange, 'profit', { price: 80 })).toBe('#leg modified: 5 at 80');
  });

  it.each([
    ['halted', 'market/halted'],
    ['cancel-only', 'market/cancel-only'],
    ['pre-open', 'market/pre-open'],
  ])('is not changed while its market is %s', (state, code) => {
    const exchange = waiting();
    exchange.say(`market ${state}`);
    expect(change(exchange, 'profit', { price: 110 })).toBe(code);
  });

  it('is changed while its market takes resting orders only', () => {
    const exchange = waiting();
    exchange.say('market post-only');
    expect(change(exchange, 'profit', { price: 110 })).toBe('#leg modified: 5 at 110');
  });

  it('is no leg any more once it came or was canceled', () => {
    const exchange = waiting();
    const { profit } = idsOf(exchange);
    exchange.say(exchange.build.cancel({ account: 1, orderId: profit }));
    const late = exchange.build.modify({ account: 1, orderId: profit, price: 110 });
    expect(exchange.say(late)).toEqual(['order/unknown']);
  });

  it('is remembered over a restart as it was changed', () => {
    const exchange = waiting();
    change(exchange, 'profit', { price: 110 });
    const restored = new EngineView(decodeState(exchange.bytes, { seq: 1, time: 1 }));
    expect(encodeState(restored)).toEqual(exchange.bytes);
  });
});

describe('a signed leg', () => {
  const authority = { agent: 0, nonce: 0, epoch: 0, expiry: 5_000, maxFeePpm: 1_000_000 };

  function signed(): SpokenExchange {
    const exchange = SpokenExchange.open();
    const { build } = exchange;
    exchange.say('1 reserves');
    const leg = build.limitLeg({ orderId: 7, price: 120, authority: { ...authority, nonce: 65 } });
    const order = { account: 1, side: 0, price: 90, quantity: 5, takeProfit: leg } as const;
    exchange.say(build.place({ ...order, authority: { ...authority, nonce: 64 } }));
    return exchange;
  }

  it('changes with another signature only, under a nonce that is free', () => {
    const exchange = signed();
    const { build } = exchange;
    const by = (nonce: number, given: Partial<ModifyOrder> = {}) =>
      build.modify({
        account: 1,
        orderId: 7,
        price: 110,
        authority: { ...authority, nonce },
        ...given,
      });
    expect(exchange.say(by(0, { authority: null }))).toEqual(['auth/signature-required']);
    expect(exchange.say(by(64))).toEqual(['auth/nonce-used']);
    expect(exchange.say(by(65))).toEqual(['auth/nonce-used']);
    expect(exchange.say(by(200))).toEqual(['auth/nonce-not-reserved']);
    expect(exchange.say(by(66))).toEqual(['#7 modified: 5 at 110']);
    expect(exchange.say(by(66, { price: 111 }))).toEqual(['auth/nonce-used']);
  });

  it('ends with the new signature', () => {
    const exchange = signed();
    const later = { ...authority, nonce: 66, expiry: 9_000 };
    exchange.say(exchange.build.modify({ account: 1, orderId: 7, price: 110, authority: later }));
    expect(exchange.events).toMatchObject([{ kind: 'modified', expiry: 9_000_000 }]);
    const parent = exchange.view;
    let end = 0;
    parent.visitOrders(1, (order) => {
      end = order.takeProfit?.expiry ?? 0;
    });
    expect(end).toBe(9_000_000);
  });
});

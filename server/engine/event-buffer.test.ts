import { describe, expect, it } from 'vitest';
import { FUNDS, SpokenExchange } from '#scripts/testing/spoken-exchange.ts';
import { decodeEvents } from './decode-events.ts';
import { doneReasons } from './done-reason.ts';
import type { EngineEvent } from './event.ts';
import { EventBuffer } from './event-buffer.ts';
import { eventKinds } from './event-kinds.ts';
import { InvariantError } from './invariant.ts';
import { rejectCodes } from './reject-code.ts';

const MAX_WORD = 2_147_483_647;
const MAX_AMOUNT = 9_007_199_254_740_991;

const MAX_NONCE = 281_474_976_710_655;

/** An agent that may do all that can be said. */
const limits = {
  address: `0x${'00ff'.repeat(10)}`,
  expiry: 4_294_967_295,
  marketsLow: 4_294_967_295,
  marketsHigh: 2_147_483_648,
  maxNotional: MAX_AMOUNT,
};

/** What `write` writes, read again. */
function echo(write: (buffer: EventBuffer) => void): readonly EngineEvent[] {
  const buffer = new EventBuffer();
  write(buffer);
  return decodeEvents(buffer);
}

describe('an event is read as it was written', () => {
  it.each(rejectCodes)('rejected: %s', (code) => {
    expect(echo((buffer) => buffer.rejected(4_194_303, MAX_AMOUNT, code))).toEqual([
      { kind: 'rejected', account: 4_194_303, orderId: MAX_AMOUNT, code },
    ]);
  });

  it.each(doneReasons.map((reason, number) => [reason, number] as const))(
    'done: %s',
    (reason, number) => {
      const leg = { account: 7, market: 63, orderId: MAX_AMOUNT };
      expect(echo((buffer) => buffer.legDone(leg, number))).toEqual([
        { kind: 'done', ...leg, reason, remaining: 0 },
      ]);
    },
  );

  it.each<[(buffer: EventBuffer) => void, EngineEvent]>([
    [
      (buffer) => buffer.duplicate(9, MAX_AMOUNT),
      { kind: 'duplicate', account: 9, orderId: MAX_AMOUNT },
    ],
    [
      (buffer) => buffer.moved('deposited', { account: 1, asset: 15, amount: MAX_AMOUNT }),
      { kind: 'deposited', account: 1, asset: 15, amount: MAX_AMOUNT },
    ],
    [
      (buffer) => buffer.moved('withdrawn', { account: 1, asset: 0, amount: 4_294_967_296 }),
      { kind: 'withdrawn', account: 1, asset: 0, amount: 4_294_967_296 },
    ],
    [(buffer) => buffer.accountOpened(5), { kind: 'account-opened', account: 5 }],
    [(buffer) => buffer.marketListed(63), { kind: 'market-listed', market: 63 }],
    [(buffer) => buffer.marketState(63, 5), { kind: 'market-state', market: 63, state: 5 }],
    [
      (buffer) => buffer.priceChanged(63, 2, MAX_WORD),
      { kind: 'price', market: 63, source: 2, price: MAX_WORD },
    ],
    [
      (buffer) => buffer.uncrossed(63, MAX_WORD),
      { kind: 'uncrossed', market: 63, price: MAX_WORD },
    ],
    [
      (buffer) => buffer.deadManArmed(3, MAX_AMOUNT),
      { kind: 'dead-man-armed', account: 3, deadline: MAX_AMOUNT },
    ],
    [(buffer) => buffer.deadManFired(3), { kind: 'dead-man-fired', account: 3 }],
    [(buffer) => buffer.noted(4_194_303), { kind: 'noted', account: 4_194_303 }],
    [
      (buffer) => buffer.agentApproved(4_194_303, { number: MAX_WORD, nonce: 1, ...limits }),
      { kind: 'agent-approved', account: 4_194_303, agent: MAX_WORD, ...limits },
    ],
    [
      (buffer) => buffer.agentRevoked(3, MAX_WORD),
      { kind: 'agent-revoked', account: 3, agent: MAX_WORD },
    ],
    [
      (buffer) => buffer.epochBumped(3, 65_535),
      { kind: 'epoch-bumped', account: 3, epoch: 65_535 },
    ],
    [
      (buffer) => buffer.noncesReserved({ account: 3, agent: 0, first: MAX_NONCE, count: 64 }),
      { kind: 'nonces-reserved', account: 3, agent: 0, first: MAX_NONCE, count: 64 },
    ],
  ])('%o', (write, event) => {
    expect(echo(write)).toEqual([event]);
  });

  it('of an order, with the largest numbers there are', () => {
    const exchange = SpokenExchange.open({ maxQuantity: MAX_WORD, allowSelfTrade: true });
    const { build } = exchange;
    exchange.say(build.deposit({ account: 3, amount: MAX_AMOUNT - 3 * FUNDS }));
    exchange.say(
      build.place({
        account: 3,
        orderId: MAX_AMOUNT,
        clientOrderId: MAX_AMOUNT,
        side: 1,
        timeInForce: 3,
        expiry: MAX_AMOUNT,
        quantity: MAX_WORD,
        price: MAX_WORD / 512 - 1,
        trigger: 1,
        triggerPrice: MAX_WORD,
        selfTrade: 4,
      }),
    );
    expect(exchange.events).toMatchObject([{ kind: 'rejected', code: 'order/invalid-price' }]);
    exchange.say(
      build.place({
        account: 3,
        orderId: MAX_AMOUNT,
        clientOrderId: MAX_AMOUNT,
        side: 1,
        expiry: MAX_AMOUNT,
        quantity: MAX_WORD,
        price: 4_194_303,
        trigger: 1,
        triggerPrice: MAX_WORD,
        selfTrade: 4,
      }),
    );
    expect(exchange.events).toEqual([
      {
        kind: 'accepted',
        account: 3,
        market: 1,
        orderId: MAX_AMOUNT,
        clientOrderId: MAX_AMOUNT,
        side: 1,
        type: 0,
        timeInForce: 3,
        postOnly: 0,
        price: 4_194_303,
        quantity: MAX_WORD,
        triggerPrice: MAX_WORD,
        expiry: MAX_AMOUNT,
      },
    ]);
  });

  it('of what becomes of an order', () => {
    const exchange = SpokenExchange.open();
    exchange.say('2 sells 5 @ 100 shows 2 #8', '2 buys 1 @ 90 rising 100 by mark #9');
    exchange.say('2 buys 3 @ 100 decrement #10');
    expect(exchange.events.slice(1, 4)).toEqual([
      { kind: 'decremented', account: 2, market: 1, orderId: 8, by: 2 },
      { kind: 'decremented', account: 2, market: 1, orderId: 10, by: 2 },
      { kind: 'refreshed', account: 2, market: 1, orderId: 8, visible: 2 },
    ]);
    exchange.say('mark 100');
    expect(exchange.events.at(-1)).toEqual({
      kind: 'triggered',
      account: 2,
      market: 1,
      orderId: 9,
    });
  });
});

describe('EventBuffer', () => {
  it('appends until it is cleared', () => {
    const buffer = new EventBuffer();
    buffer.accountOpened(1);
    const { length } = buffer;
    buffer.deadManFired(2);
    expect(decodeEvents(buffer).map(({ kind }) => kind)).toEqual([
      'account-opened',
      'dead-man-fired',
    ]);
    expect(decodeEvents(buffer, { from: length })).toEqual([
      { kind: 'dead-man-fired', account: 2 },
    ]);
    expect(decodeEvents(buffer, { to: length })).toEqual([{ kind: 'account-opened', account: 1 }]);
    buffer.clear();
    expect([buffer.length, decodeEvents(buffer)]).toEqual([0, []]);
  });

  it.each([0, 1, 16, 20, 4_096])('of %s words grows and loses nothing', (words) => {
    const buffer = new EventBuffer(words);
    for (let order = 1; order <= 5_000; order += 1) buffer.duplicate(order % 7, order * 2 ** 30);
    const events = decodeEvents(buffer);
    expect(events).toHaveLength(5_000);
    expect(events.at(0)).toEqual({ kind: 'duplicate', account: 1, orderId: 2 ** 30 });
    expect(events.at(-1)).toEqual({ kind: 'duplicate', account: 2, orderId: 5_000 * 2 ** 30 });
  });

  it('is not read where it holds no events', () => {
    const words = new Int32Array([eventKinds.length | (2 << 8), 0]);
    expect(() => decodeEvents({ words, length: 2 })).toThrow(InvariantError);
    const rejected = eventKinds.indexOf('rejected');
    const unknown = new Int32Array([rejected | (4 << 8) | (rejectCodes.length << 16), 0, 0, 0]);
    expect(() => decodeEvents({ words: unknown, length: 4 })).toThrow(InvariantError);
  });
});

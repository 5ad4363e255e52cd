import { describe, expect, it } from 'vitest';
import { parseJson } from '../exact-json.ts';
import { ProtocolError } from '../protocol-error.ts';
import { decodeClientFrame, requestIdOf, TYPES_TO_COME } from './client-frame.ts';

function refusal(value: unknown): { code: string; field: unknown } {
  try {
    decodeClientFrame(value);
  } catch (error) {
    if (error instanceof ProtocolError) return { code: error.code, field: error.facts?.field };
    throw error;
  }
  throw new Error('the frame was accepted');
}

describe('decodeClientFrame', () => {
  it.each([
    { type: 'ping' },
    { type: 'ping', request_id: 'a' },
    { type: 'subscribe', channel: 'prices' },
    {
      type: 'subscribe',
      channel: 'prices',
      symbols: ['*'],
      from_seq: 7,
      depth: 20,
      request_id: 'b',
    },
    { type: 'subscribe', channel: 'prices:BTC-USDT' },
    { type: 'unsubscribe', channel: 'candles:1m', symbols: ['BTC-USDT'] },
  ])('reads %j', (frame) => {
    expect(decodeClientFrame(frame)).toEqual(frame);
  });

  it.each([
    [{ clientId: 'a' }, { client_order_id: 'a' }],
    [{ client_id: 'a' }, { client_order_id: 'a' }],
    [
      { postOnly: true, timeInForce: 'gtc' },
      { post_only: true, time_in_force: 'gtc' },
    ],
    [
      { stopPrice: 7, reduceOnly: false },
      { stop_price: 7, reduce_only: false },
    ],
    [{ clientId: 'a', client_order_id: 'b' }, { client_order_id: 'b' }],
    [
      { takeProfit: 9, stopLoss: null },
      { take_profit: 9, stop_loss: null },
    ],
  ])('reads the spelling %j of an order', (spelled, read) => {
    const order = { symbol: 'BTC-USDT', side: 'buy', type: 'limit', size: 1 };
    const frame = decodeClientFrame({ type: 'place_order', order: { ...order, ...spelled } });
    expect(frame).toEqual({ type: 'place_order', order: { ...order, ...read } });
  });

  it.each([
    [{ type: 'place_order' }, 'order'],
    [{ type: 'place_order', order: 7 }, 'order'],
    [{ type: 'place_order', order: [] }, 'order'],
    [{ type: 'place_order', order: {} }, 'order.symbol'],
    [{ type: 'cancel_order', order_id: 0 }, 'order_id'],
    [{ type: 'cancel_order', order_id: '01' }, 'order_id'],
    [{ type: 'cancel_order', order_id: 2 ** 53 }, 'order_id'],
    [{ type: 'cancel_all', after_ms: 86_400_001 }, 'after_ms'],
    [{ type: 'modify_order', order_id: 1, price: true }, 'price'],
    [{ type: 'auth', address: '0x1' }, 'address'],
  ])('refuses %j, naming %s', (frame, field) => {
    expect(refusal(frame)).toEqual({ code: 'gateway/invalid-message', field });
  });

  it.each([
    [{ type: 'place_order', order: null }, 'expected an object'],
    [{ type: 'cancel_order', order_id: 'abc' }, 'expected the number of an order'],
  ])('tells what it expected of %j', (frame, expected) => {
    const invalid = expect.objectContaining({ facts: expect.objectContaining({ expected }) });
    expect(() => decodeClientFrame(frame)).toThrow(invalid);
  });

  it('takes the number of an order as a number or as its digits', () => {
    for (const id of [4_711, '4711']) {
      expect(decodeClientFrame({ type: 'cancel_order', order_id: id })).toMatchObject({
        order_id: 4_711,
      });
    }
  });

  it('ignores members of a later version', () => {
    expect(decodeClientFrame({ type: 'ping', colour: 'red' })).toEqual({ type: 'ping' });
  });

  it.each([
    [{ type: 'subscribe', channel: 7 }, 'channel'],
    [{ type: 'subscribe', channel: 'x'.repeat(65) }, 'channel'],
    [{ type: 'subscribe', channel: 'prices', symbols: 'BTC-USDT' }, 'symbols'],
    [{ type: 'subscribe', channel: 'prices', symbols: [1] }, 'symbols.0'],
    [{ type: 'subscribe', channel: 'prices', symbols: 'x'.repeat(65).split('') }, 'symbols'],
    [{ type: 'subscribe', channel: 'prices', from_seq: -1 }, 'from_seq'],
    [{ type: 'subscribe', channel: 'prices', from_seq: 1.5 }, 'from_seq'],
    [{ type: 'subscribe', channel: 'prices', depth: 501 }, 'depth'],
    [{ type: 'subscribe', channel: 'orderbook', depth: -1 }, 'depth'],
    [{ type: 'ping', request_id: 7 }, 'request_id'],
    [{ type: 'ping', request_id: 'x'.repeat(129) }, 'request_id'],
    [{ type: 7 }, 'type'],
    [{}, 'type'],
    [null, 'type'],
    ['ping', 'type'],
    [42, 'type'],
  ])('refuses %j, naming %s', (frame, field) => {
    expect(refusal(frame)).toEqual({ code: 'gateway/invalid-message', field });
  });

  it('is not confused by objects that have a length', () => {
    for (const channel of [
      '{"length":1.5}',
      '{"length":1e400}',
      '{"length":{"toString":1,"valueOf":1}}',
    ]) {
      const frame = parseJson(`{"type":"subscribe","channel":${channel}}`);
      expect(refusal(frame)).toEqual({ code: 'gateway/invalid-message', field: 'channel' });
    }
  });

  it.each([...TYPES_TO_COME])('says that %s is not available yet', (type) => {
    expect(refusal({ type }).code).toBe('gateway/not-available');
  });

  it.each(['', 'PING', 'toString', '__proto__', 'x'.repeat(10_000)])(
    'does not know the type %j',
    (type) => {
      expect(refusal({ type }).code).toBe('gateway/unknown-type');
    },
  );
});

describe('requestIdOf', () => {
  it('finds the request id of a frame that is wrong otherwise', () => {
    expect(requestIdOf({ type: 7, request_id: 'a' })).toBe('a');
  });

  it.each([null, undefined, 'x', {}, { request_id: 7 }, { request_id: 'x'.repeat(129) }])(
    'finds none in %j',
    (value) => {
      expect(requestIdOf(value)).toBeUndefined();
    },
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ORDER_SIDES } from '#lib/domain/order.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import { parseJson } from './exact-json.ts';
import { ProtocolError } from './protocol-error.ts';
import { validate } from './validate.ts';
import { decodeOrderRequest, encodeOrderRequest, wireOrderRequest } from './wire-order-request.ts';

const NOW_MS = 1_790_000_040_000;
const SIGNATURE = `0x${'1b'.repeat(64)}`;

const limit = { symbol: 'BTC-USDT', side: 'buy', type: 'limit', price: 66_000, size: 0.01 };

function read(order: object, prefix = ''): OrderRequest {
  const wire = validate(wireOrderRequest, parseJson(JSON.stringify(order)));
  return decodeOrderRequest(wire, { nowMs: NOW_MS, prefix });
}

function refusal(order: object) {
  try {
    read(order, 'order.');
    return null;
  } catch (error) {
    if (error instanceof ProtocolError) return [error.code, error.facts?.field];
    throw error;
  }
}

describe('decodeOrderRequest', () => {
  it('reads a limit order, aliases of its market included', () => {
    expect(read({ ...limit, symbol: 'BTC-USD' })).toEqual({
      symbol: 'BTC-USDT',
      side: 'buy',
      type: 'limit',
      timeInForce: 'GTC',
      priceTicks: 6_600_000,
      quantityLots: 100,
      triggerTicks: 0,
      displayLots: 0,
      postOnly: false,
      reduceOnly: false,
      expiresMs: 0,
      clientOrderId: null,
      takeProfit: null,
      stopLoss: null,
      signed: null,
    });
  });

  it('lets market orders be filled at once, whatever default was sent with them', () => {
    for (const extra of [{}, { time_in_force: 'GTC' }, { price: 0 }, { price: null }]) {
      const market = { symbol: 'BTC-USDT', side: 'sell', type: 'market', size: 1, ...extra };
      expect(read(market)).toMatchObject({ type: 'market', timeInForce: 'IOC', priceTicks: 0 });
    }
    const protectedOrder = { ...limit, type: 'market', time_in_force: 'FOK' };
    expect(read(protectedOrder)).toMatchObject({ timeInForce: 'FOK', priceTicks: 6_600_000 });
  });

  it('reads stops with what they wait for', () => {
    const stop = { ...limit, type: 'stop', price: undefined, stop_price: '67000.5' };
    expect(read(stop)).toMatchObject({
      triggerTicks: 6_700_050,
      priceTicks: 0,
      timeInForce: 'IOC',
    });
    expect(read({ ...stop, type: 'stop_limit', price: 67_001 })).toMatchObject({
      triggerTicks: 6_700_050,
      priceTicks: 6_700_100,
      timeInForce: 'GTC',
    });
  });

  it('ends orders of the day with it, and others when they say', () => {
    expect(read({ ...limit, time_in_force: 'DAY' })).toMatchObject({
      timeInForce: 'GTD',
      expiresMs: 1_790_035_200_000,
    });
    const expires = NOW_MS + 5;
    expect(read({ ...limit, time_in_force: 'gtd', expires_at: expires })).toMatchObject({
      timeInForce: 'GTD',
      expiresMs: expires,
    });
  });

  it('reads legs as bare prices and as orders of their own', () => {
    expect(read({ ...limit, take_profit: 70_000, stop_loss: '60000.5' })).toMatchObject({
      takeProfit: { type: 'limit', priceTicks: 7_000_000, triggerTicks: 0, signed: null },
      stopLoss: { type: 'stop', priceTicks: 0, triggerTicks: 6_000_050, signed: null },
    });
    const signed = {
      signature: SIGNATURE,
      nonce: 7,
      epoch: 1,
      max_fee_ppm: 500,
      expires_at: 9_000,
    };
    expect(
      read({
        ...limit,
        take_profit: { price: 70_000, ...signed },
        stop_loss: { stop_price: 60_000, price: 59_000, type: 'stop' },
      }),
    ).toMatchObject({
      takeProfit: { signed: { signature: SIGNATURE, nonce: 7, expiry: 9 } },
      stopLoss: { type: 'stop', priceTicks: 5_900_000, triggerTicks: 6_000_000 },
    });
    expect(read({ ...limit, stop_loss: { stop_price: 60_000, price: 59_000 } })).toMatchObject({
      stopLoss: { type: 'stop_limit' },
    });
  });

  it.each([
    [{ ...limit, price: undefined }, 'gateway/invalid-message', 'order.price'],
    [{ ...limit, price: 66_000.001 }, 'order/invalid-tick', 'order.price'],
    [{ ...limit, size: '0.00001' }, 'order/invalid-lot', 'order.size'],
    [{ ...limit, size: 0 }, 'order/invalid-quantity', 'order.size'],
    [{ ...limit, symbol: 'X' }, 'gateway/unknown-symbol', undefined],
    [{ ...limit, symbol: 'BTC-PERP' }, 'gateway/not-available', undefined],
    [{ ...limit, stop_price: 1 }, 'gateway/invalid-message', 'order.stop_price'],
    [{ ...limit, type: 'stop' }, 'gateway/invalid-message', 'order.stop_price'],
    [{ ...limit, expires_at: NOW_MS }, 'gateway/invalid-message', 'order.expires_at'],
    [{ ...limit, time_in_force: 'GTD' }, 'gateway/invalid-message', 'order.expires_at'],
    [{ ...limit, display_size: '0.00001' }, 'order/invalid-lot', 'order.display_size'],
    [{ ...limit, signature: SIGNATURE }, 'gateway/invalid-message', 'order.expires_at'],
    [
      { ...limit, signature: SIGNATURE, expires_at: 1_000 },
      'gateway/invalid-message',
      'order.nonce',
    ],
    [
      { ...limit, signature: SIGNATURE, expires_at: 1_001 },
      'gateway/invalid-message',
      'order.expires_at',
    ],
    [{ ...limit, take_profit: {} }, 'gateway/invalid-message', 'order.take_profit.price'],
    [
      { ...limit, take_profit: { price: 1, stop_price: 1 } },
      'gateway/invalid-message',
      'order.take_profit.stop_price',
    ],
    [{ ...limit, take_profit: 0.001 }, 'order/invalid-tick', 'order.take_profit'],
    [
      { ...limit, stop_loss: { price: 1 } },
      'gateway/invalid-message',
      'order.stop_loss.stop_price',
    ],
    [
      { ...limit, stop_loss: { stop_price: 1, type: 'limit' } },
      'gateway/invalid-message',
      'order.stop_loss.type',
    ],
    [
      { ...limit, stop_loss: { stop_price: 1, type: 'stop_limit' } },
      'gateway/invalid-message',
      'order.stop_loss.price',
    ],
  ])('refuses %j', (order, code, field) => {
    expect(refusal(order)).toEqual([code, field]);
  });

  it.each([
    [{ ...limit, side: 'BUY' }, 'side'],
    [{ ...limit, type: 'iceberg' }, 'type'],
    [{ ...limit, size: undefined }, 'size'],
    [{ ...limit, client_order_id: '' }, 'client_order_id'],
    [{ ...limit, client_order_id: 'x'.repeat(65) }, 'client_order_id'],
    [{ ...limit, client_order_id: 'ü' }, 'client_order_id'],
    [{ ...limit, time_in_force: 'GTX' }, 'time_in_force'],
    [{ ...limit, nonce: 2 ** 48 }, 'nonce'],
    [{ ...limit, epoch: 65_536 }, 'epoch'],
    [{ ...limit, signature: '0x12' }, 'signature'],
  ])('refuses the form of %j', (order, field) => {
    expect(refusal(order)).toEqual(['gateway/invalid-message', field]);
  });

  it('reads back what the browser writes, exactly', () => {
    const signed = fc.record({
      signature: fc.constant(SIGNATURE),
      nonce: fc.nat(),
      epoch: fc.nat(65_535),
      maxFeePpm: fc.nat(16_777_215),
      expiry: fc.integer({ min: 1, max: 4_294_967_295 }),
    });
    const count = fc.integer({ min: 1, max: 2_147_483_647 });
    const request: fc.Arbitrary<OrderRequest> = fc.record({
      symbol: fc.constantFrom('BTC-USDT', 'ETH-USDT', 'LUX-USDT'),
      side: fc.constantFrom(...ORDER_SIDES),
      type: fc.constant('stop_limit'),
      timeInForce: fc.constantFrom('GTC', 'IOC', 'FOK'),
      priceTicks: count,
      quantityLots: count,
      triggerTicks: count,
      displayLots: fc.oneof(fc.constant(0), count),
      postOnly: fc.boolean(),
      reduceOnly: fc.boolean(),
      expiresMs: fc.constant(0),
      clientOrderId: fc.option(fc.stringMatching(/^[ -~]{1,64}$/)),
      takeProfit: fc.option(
        fc.record({
          type: fc.constant('limit'),
          priceTicks: count,
          triggerTicks: fc.constant(0),
          signed: fc.option(signed),
        }),
      ),
      stopLoss: fc.option(
        fc.record({
          type: fc.constantFrom('stop', 'stop_limit'),
          priceTicks: count,
          triggerTicks: count,
          signed: fc.option(signed),
        }),
      ),
      signed: fc.option(signed),
    });
    fc.assert(
      fc.property(request, (asked) => {
        expect(read(encodeOrderRequest(asked))).toEqual(asked);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { parseJson } from '../exact-json.ts';
import { ProtocolError } from '../protocol-error.ts';
import { encodeBlock } from '../wire-block.ts';
import { encodeCandleUpdate } from './candle-update.ts';
import { encodeErrorFrame } from './error.ts';
import { encodeStreamPosition } from './position.ts';
import { encodePriceUpdate } from './price-update.ts';
import { decodeServerFrame } from './server-frame.ts';

const HASH = `0x${'0a'.repeat(32)}` as const;

/** As it arrives: written and read again. */
function overTheWire(frame: object) {
  return decodeServerFrame(parseJson(JSON.stringify(frame)));
}

describe('decodeServerFrame', () => {
  it('reads the greeting', () => {
    const frame = {
      type: 'connected',
      data: {
        version: '0.1.0',
        network: 'local',
        chain_id: 1337,
        simulated_prices: true,
        challenge: { nonce: 'n', message: 'Sign this.', expires_at: 3 },
        limits: {
          messages_per_second: 100,
          messages_burst: 200,
          max_message_bytes: 65_536,
          max_subscriptions: 256,
          idle_timeout_ms: 300_000,
          account_messages_per_second: 200,
          account_messages_burst: 500,
        },
      },
      timestamp: 1,
      seq: 2,
    };
    expect(overTheWire(frame)).toEqual(frame);
  });

  it.each([
    { type: 'pong', request_id: 'a', timestamp: 1, seq: 2 },
    { type: 'subscribed', data: { channel: 'prices', symbols: ['BTC-USDT'] }, timestamp: 1 },
    { type: 'unsubscribed', data: { channel: 'blocks', symbols: [] }, timestamp: 1 },
  ])('reads %j', (frame) => {
    expect(overTheWire(frame)).toEqual(frame);
  });

  it('reads an error with its facts', () => {
    const error = new ProtocolError('gateway/unknown-symbol', { facts: { symbol: 'X' } });
    const frame = encodeErrorFrame(error, { requestId: 'r', timestampMs: 5, seq: 6 });
    expect(overTheWire(frame)).toEqual({
      type: 'error',
      error: 'gateway/unknown-symbol',
      message: 'No market has this symbol. The list is at /v1/markets.',
      data: { symbol: 'X' },
      request_id: 'r',
      timestamp: 5,
      seq: 6,
    });
  });

  it('reads a price exactly', () => {
    const price = {
      symbol: 'BTC-USDT',
      priceTicks: 6_742_150,
      bidTicks: 6_742_149,
      askTicks: 6_742_151,
      volumeLots24h: 30_743_892,
      changeBps24h: -7,
      timestampMs: 1_790_000_000_001,
      simulated: true,
    };
    const wire = encodePriceUpdate(price);
    expect(JSON.stringify(wire)).toBe(
      '{"symbol":"BTC-USDT","price":67421.50,"bid":67421.49,"ask":67421.51,"volume_24h":3074.3892,' +
        '"change_24h":-0.07,"timestamp":1790000000001,"simulated":true}',
    );
    const position = { sequence: 9, prevSequence: 8 };
    const data = { ...wire, ...encodeStreamPosition(position) };
    expect(overTheWire({ type: 'price_update', data, timestamp: 3, seq: 4 })).toEqual({
      type: 'price_update',
      data: price,
      position,
      seq: 4,
      timestamp: 3,
    });
  });

  it('reads the index beside a price of the exchange', () => {
    const price = {
      symbol: 'LUX-USDT',
      priceTicks: 40_100,
      bidTicks: 0,
      askTicks: 0,
      indexTicks: 40_000,
      volumeLots24h: 0,
      changeBps24h: 0,
      timestampMs: 1,
      simulated: false,
    };
    const wire = encodePriceUpdate(price);
    expect(JSON.stringify(wire)).toContain('"index":4.0000,"mark":4.0000');
    const data = { ...wire, ...encodeStreamPosition({ sequence: 1, prevSequence: null }) };
    expect(overTheWire({ type: 'price_update', data, timestamp: 3 })).toMatchObject({
      data: price,
    });
  });

  it('reads candles exactly', () => {
    const update = {
      symbol: 'LUX-USDT',
      interval: '1h',
      candles: [
        {
          startMs: 3_600_000,
          openTicks: 119_526,
          highTicks: 119_600,
          lowTicks: 119_000,
          closeTicks: 119_501,
          volumeLots: 123,
        },
      ],
    } as const;
    const wire = encodeCandleUpdate(update);
    expect(JSON.stringify(wire.candles)).toBe(
      '[{"time":3600000,"open":11.9526,"high":11.9600,"low":11.9000,"close":11.9501,"volume":12.3}]',
    );
    const position = { sequence: 1, prevSequence: null };
    const data = { ...wire, ...encodeStreamPosition(position) };
    expect(overTheWire({ type: 'candle_update', data, timestamp: 3, seq: 4 })).toEqual({
      type: 'candle_update',
      data: update,
      position,
      seq: 4,
      timestamp: 3,
    });
  });

  it.each([123_456_789_012_345_678_901n, null])(
    'reads a block with a base fee of %s',
    (baseFeeWei) => {
      const block = { number: 7, hash: HASH, parentHash: HASH, timestampMs: 5_000, baseFeeWei };
      const position = { sequence: 0, prevSequence: null };
      const data = { ...encodeBlock(block), ...encodeStreamPosition(position) };
      expect(overTheWire({ type: 'block_update', data, timestamp: 3, seq: 4 })).toMatchObject({
        type: 'block_update',
        data: block,
        position,
      });
    },
  );

  it.each([null, 7, 'x', [], {}, { type: 'later_update' }, { type: 7 }])(
    'leaves %j to later versions',
    (value) => {
      expect(decodeServerFrame(value)).toBeNull();
    },
  );

  it.each([
    { type: 'pong' },
    { type: 'error', timestamp: 1 },
    { type: 'price_update', data: {}, timestamp: 1 },
    { type: 'candle_update', data: { symbol: 'BTC-USDT', interval: '2m' }, timestamp: 1 },
    { type: 'block_update', data: { number: -1 }, timestamp: 1 },
  ])('refuses %j, whose type it knows', (value) => {
    expect(() => decodeServerFrame(value)).toThrow(ProtocolError);
  });

  it('refuses a price finer than the market has ticks for, and markets that it does not know', () => {
    const price = {
      price: 1,
      bid: 1,
      ask: 1,
      volume_24h: 1,
      change_24h: 0,
      timestamp: 1,
      simulated: true,
      sequence: 1,
      snapshot: true,
    };
    const frame = (data: object) => ({
      type: 'price_update',
      data: { ...price, ...data },
      timestamp: 1,
    });
    expect(() => decodeServerFrame(frame({ symbol: 'BTC-USDT', price: 1.001 }))).toThrow(
      /2 decimals/,
    );
    expect(() => decodeServerFrame(frame({ symbol: 'DOGE-USDT' }))).toThrow(/No market/);
  });
});

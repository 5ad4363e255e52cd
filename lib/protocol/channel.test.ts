import { describe, expect, it } from 'vitest';
import { channelName, parseChannel } from './channel.ts';
import { ProtocolError } from './protocol-error.ts';

function codeOf(name: string): string {
  try {
    parseChannel(name);
    return 'none';
  } catch (error) {
    return error instanceof ProtocolError ? error.code : String(error);
  }
}

describe('parseChannel', () => {
  it.each([
    ['prices', { kind: 'prices' }, null],
    ['prices:BTC-USDT', { kind: 'prices' }, 'BTC-USDT'],
    ['candles:1m', { kind: 'candles', interval: '1m' }, null],
    ['candles:4h:ETH-USDT', { kind: 'candles', interval: '4h' }, 'ETH-USDT'],
    ['blocks', { kind: 'blocks' }, null],
    ['settlements', { kind: 'settlements' }, null],
    ['trades:LUX-USD', { kind: 'trades' }, 'LUX-USD'],
    ['orderbook', { kind: 'orderbook', depth: 100 }, null],
    ['orderbook:BTC-USDT', { kind: 'orderbook', depth: 100 }, 'BTC-USDT'],
    ['orders', { kind: 'orders' }, null],
    ['balances', { kind: 'balances' }, null],
    ['fills', { kind: 'fills' }, null],
  ])('reads %s', (name, channel, symbol) => {
    expect(parseChannel(name)).toEqual({ channel, symbol });
  });

  it.each([
    [undefined, 100],
    [0, 100],
    [1, 20],
    [20, 20],
    [21, 100],
    [101, 500],
    [500, 500],
  ])('takes the smallest class of depth that holds %s levels: %s', (depth, taken) => {
    expect(parseChannel('orderbook', depth).channel).toEqual({ kind: 'orderbook', depth: taken });
  });

  it('refuses a depth that no stream has, and says which there are', () => {
    expect(() => parseChannel('orderbook', 501)).toThrowError(
      expect.objectContaining({
        code: 'gateway/invalid-message',
        facts: { field: 'depth', expected: 'expected a whole number from 0 to 500' },
      }),
    );
  });

  it.each(['margin_calls:0xabc', 'positions', 'margin', 'funding', 'liquidations'])(
    'says that %s is not available yet',
    (name) => {
      expect(codeOf(name)).toBe('gateway/not-available');
    },
  );

  it.each([
    '',
    'price',
    'candles',
    'candles:2m',
    'candles:1m:BTC-USDT:x',
    'prices:',
    'prices:BTC:USDT',
    'blocks:BTC-USDT',
    'orders:BTC-USDT',
    'fills:7',
    'PRICES',
    'toString',
    '__proto__',
  ])('does not know %j', (name) => {
    expect(codeOf(name)).toBe('gateway/unknown-channel');
  });
});

describe('channelName', () => {
  it.each(['prices', 'candles:15m', 'blocks', 'orderbook', 'trades', 'orders', 'fills'])(
    'gives back %s',
    (name) => {
      expect(channelName(parseChannel(name).channel)).toBe(name);
    },
  );
});

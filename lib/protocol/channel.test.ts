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
  ])('reads %s', (name, channel, symbol) => {
    expect(parseChannel(name)).toEqual({ channel, symbol });
  });

  it.each([
    'orderbook',
    'orderbook:BTC-USDT',
    'trades:*',
    'margin_calls:0xabc',
    'orders',
    'funding',
  ])('says that %s is not available yet', (name) => {
    expect(codeOf(name)).toBe('gateway/not-available');
  });

  it.each([
    '',
    'price',
    'candles',
    'candles:2m',
    'candles:1m:BTC-USDT:x',
    'prices:',
    'prices:BTC:USDT',
    'blocks:BTC-USDT',
    'PRICES',
    'toString',
    '__proto__',
  ])('does not know %j', (name) => {
    expect(codeOf(name)).toBe('gateway/unknown-channel');
  });
});

describe('channelName', () => {
  it.each(['prices', 'candles:15m', 'blocks'])('gives back %s', (name) => {
    expect(channelName(parseChannel(name).channel)).toBe(name);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMarket, type Market } from '#lib/domain/market.ts';
import { MAX_LOTS, MAX_TICKS } from '#lib/domain/quanta.ts';
import { exactNumber } from './exact-number.ts';
import { ProtocolError } from './protocol-error.ts';
import { decodePrice, decodeSize, isZero, wireDecimal } from './wire-decimal.ts';
import { toWireNumber } from './wire-number.ts';

function marketOf(symbol: string): Market {
  const market = findMarket(symbol);
  if (market === undefined) throw new Error(`no market ${symbol}`);
  return market;
}

const btc = marketOf('BTC-USDT');
const lux = marketOf('LUX-USDT');

function refusal(run: () => unknown): Record<string, unknown> {
  try {
    return { value: run() };
  } catch (error) {
    if (error instanceof ProtocolError) return { code: error.code, ...error.facts };
    throw error;
  }
}

const price = (value: Parameters<typeof decodePrice>[0]['value'], market = btc) =>
  refusal(() => decodePrice({ field: 'price', value }, market));
const size = (value: Parameters<typeof decodeSize>[0]['value'], market = btc) =>
  refusal(() => decodeSize({ field: 'size', value }, market));

describe('decodePrice', () => {
  it.each([
    ['67421.50', 6_742_150],
    ['67421.5', 6_742_150],
    ['67421.500000000000', 6_742_150],
    [67_421.5, 6_742_150],
    [exactNumber('67421.50'), 6_742_150],
    ['0.01', 1],
    [66_000, 6_600_000],
  ])('reads %s as %d ticks', (value, ticks) => {
    expect(price(value)).toEqual({ value: ticks });
  });

  it('names the nearest ticks of what lies between two', () => {
    expect(price('67421.505')).toMatchObject({
      code: 'order/invalid-tick',
      field: 'price',
      tick_size: '0.01',
      nearest: ['67421.50', '67421.51'],
    });
    expect(price('0.001')).toMatchObject({ code: 'order/invalid-tick', nearest: ['0.01'] });
    expect(price('3.99999', lux)).toMatchObject({ nearest: ['3.9999', '4.0000'] });
  });

  it.each([
    '0',
    0,
    '0.00',
    '-1',
    -0.5,
    '21474836.48',
    '99999999999999999999',
    exactNumber('1e400').toString(),
  ])('refuses %s', (value) => {
    expect(price(value).code).toMatch(/^order\/invalid-price$|^gateway\/invalid-message$/);
  });

  it.each(['1e5', '', ' 1', '1 ', '+1', '0x10', '01', '1.', '.5', '1_000', 'NaN', '１', '1,5'])(
    'refuses %j as no plain decimal',
    (value) => {
      expect(price(value)).toMatchObject({ code: 'gateway/invalid-message', field: 'price' });
    },
  );

  it('takes the largest price, and nothing above', () => {
    expect(price('21474836.47')).toEqual({ value: MAX_TICKS });
    expect(price('21474836.471')).toMatchObject({ code: 'order/invalid-price' });
  });

  it('gives back every price of the wire exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_TICKS }), (ticks) => {
        for (const market of [btc, lux]) {
          const wire = toWireNumber(ticks, market.priceDecimals);
          expect(price(wire, market)).toEqual({ value: ticks });
          expect(price(String(wire), market)).toEqual({ value: ticks });
        }
      }),
    );
  });
});

describe('decodeSize', () => {
  it('names the nearest lots of what lies between two', () => {
    expect(size('0.00005')).toMatchObject({
      code: 'order/invalid-lot',
      lot_size: '0.0001',
      nearest: ['0.0001'],
    });
    expect(size(0.123_45)).toMatchObject({ nearest: ['0.1234', '0.1235'] });
    expect(size('1.05', lux)).toMatchObject({ nearest: ['1.0', '1.1'] });
  });

  it('refuses sizes out of range', () => {
    expect(size('0')).toMatchObject({ code: 'order/invalid-quantity' });
    expect(size('-0.1')).toMatchObject({ code: 'order/invalid-quantity' });
    expect(size('214748.3648')).toMatchObject({ code: 'order/invalid-quantity' });
    expect(size('214748.3647')).toEqual({ value: MAX_LOTS });
  });
});

describe('wireDecimal', () => {
  it('takes numbers and texts that are not too long', () => {
    for (const value of [1, 0.5, '1', '', 'x', exactNumber('0.1')]) {
      expect(wireDecimal.safeParse(value).success).toBe(true);
    }
    for (const value of [
      null,
      {},
      [],
      true,
      Number.NaN,
      '1'.repeat(41),
      exactNumber('0.1'.padEnd(50, '1')),
    ]) {
      expect(wireDecimal.safeParse(value).success).toBe(false);
    }
  });
});

describe('isZero', () => {
  it('knows zeros however they are written', () => {
    expect([0, -0, '0', '0.0', '-0', exactNumber('0.00')].map(isZero)).toEqual(
      Array.from({ length: 6 }, () => true),
    );
    expect(['', '0.01', 'x', '00.1', 1].map(isZero)).toEqual([false, false, false, false, false]);
  });
});

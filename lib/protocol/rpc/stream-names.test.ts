import { describe, expect, it } from 'vitest';
import { readStreamName } from './stream-names.ts';

/** The code that a name is refused with. */
function codeOf(name: string): unknown {
  try {
    return readStreamName(name);
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
}

describe('the name of a stream', () => {
  it.each(['btc-usdt@trades', 'BTC-USDT@trades'])('%s is read, and kept as it was sent', (name) => {
    expect(readStreamName(name)).toEqual({ channel: 'trades', symbol: 'BTC-USDT', name });
  });

  it.each([
    ['bTc-usdt@trades', 'gateway/unknown-symbol'],
    ['BTC-usdt@trades', 'gateway/unknown-symbol'],
    // The upper case of the long s is S.
    ['btc-u\u017fdt@trades', 'gateway/unknown-symbol'],
    ['btc-usdt@Trades', 'gateway/unknown-channel'],
    ['btc-usdt', 'gateway/unknown-channel'],
    ['*@trades', 'gateway/unknown-channel'],
  ])('%s is refused', (name, code) => {
    expect(codeOf(name)).toBe(code);
  });

  it('has two spellings, however its letters are cased', () => {
    const letters = 'btcusdt';
    const spellings = Array.from({ length: 2 ** letters.length }, (_, bits) =>
      [...letters].map((each, at) => ((bits >> at) & 1 ? each.toUpperCase() : each)).join(''),
    ).map((each) => `${each.slice(0, 3)}-${each.slice(3)}@trades`);
    const refused = spellings.filter((name) => codeOf(name) === 'gateway/unknown-symbol');
    expect(spellings.length - refused.length).toBe(2);
  });
});

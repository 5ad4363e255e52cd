import { describe, expect, it } from 'vitest';
import { DEFAULT_SIZES, readSizes, writeSizes } from './desk-sizes.ts';

const storage = (text: string | null) => ({ getItem: () => text });

describe('sizes of the desk', () => {
  it('are those that were kept', () => {
    let kept = '';
    writeSizes({ setItem: (_key, text) => (kept = text) }, { side: 300, account: 200 });
    expect(readSizes(storage(kept))).toEqual({ side: 300, account: 200 });
  });

  it.each([
    null,
    'no json',
    '{"side":300}',
    '{"side":9999,"account":200}',
    '{"side":"a","account":1}',
  ])('are the usual ones when %j was kept', (text) => {
    expect(readSizes(storage(text))).toEqual(DEFAULT_SIZES);
  });

  it('last with the page where a browser keeps nothing', () => {
    const forbid = () => {
      throw new Error('forbidden');
    };
    writeSizes({ setItem: forbid }, DEFAULT_SIZES);
    expect(readSizes({ getItem: forbid })).toEqual(DEFAULT_SIZES);
  });
});

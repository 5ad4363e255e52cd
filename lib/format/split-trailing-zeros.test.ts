import { describe, expect, it } from 'vitest';
import { splitTrailingZeros } from './split-trailing-zeros.ts';

describe('splitTrailingZeros', () => {
  it('parts the zeros that end a fraction', () => {
    expect(splitTrailingZeros('1.500')).toEqual({ head: '1.5', zeros: '00' });
    expect(splitTrailingZeros('67,400.00')).toEqual({ head: '67,400', zeros: '.00' });
  });

  it('keeps zeros that are not at the end of a fraction', () => {
    expect(splitTrailingZeros('100')).toEqual({ head: '100', zeros: '' });
    expect(splitTrailingZeros('0.0101')).toEqual({ head: '0.0101', zeros: '' });
    expect(splitTrailingZeros('\u2013')).toEqual({ head: '\u2013', zeros: '' });
  });
});

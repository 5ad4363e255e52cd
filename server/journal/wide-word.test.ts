import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readWide, writeWide } from './wide-word.ts';

test('every whole number up to 2^53 − 1 comes back, as a little-endian u64', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (value) => {
      const words = new Uint32Array(4);
      writeWide(words, 2, value);
      expect(readWide(words, 2)).toBe(value);
      expect(new DataView(words.buffer).getBigUint64(8, true)).toBe(BigInt(value));
    }),
  );
});

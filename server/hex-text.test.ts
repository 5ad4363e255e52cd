import fc from 'fast-check';
import { bytesToHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { hexText } from './hex-text.ts';

describe('hexText', () => {
  it('writes any bytes as viem does, of a part of a larger memory that part alone', () => {
    const part = fc.tuple(fc.uint8Array({ maxLength: 200 }), fc.nat(200), fc.nat(200));
    fc.assert(
      fc.property(part, ([bytes, from, to]) => {
        const some = bytes.subarray(from, to);
        expect(hexText(some)).toBe(bytesToHex(some));
      }),
    );
  });
});

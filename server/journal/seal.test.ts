import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSealed, seal } from './seal.ts';

/** CRC-32C bit by bit, as its definition says. */
function plainCrc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}

test('the plain definition gives the check value of the CRC catalogue', () => {
  expect(plainCrc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
});

test('the seal is CRC-32C with the second word counted as zero', () => {
  const words = fc.array(fc.nat({ max: 0xffffffff }), { minLength: 2, maxLength: 80 });
  fc.assert(
    fc.property(words, fc.nat({ max: 3 }), (given, before) => {
      const even = given.slice(0, given.length & ~1);
      const memory = new Uint32Array(before * 2 + even.length);
      memory.set(even, before * 2);
      memory[before * 2 + 1] = 0;
      const expected = plainCrc32c(new Uint8Array(memory.buffer).subarray(before * 8));
      seal(memory, before * 2, memory.length);
      expect(memory[before * 2 + 1]).toBe(expected);
      expect(isSealed(memory, before * 2, memory.length)).toBe(true);
    }),
  );
});

test('every flipped bit breaks the seal', () => {
  const words = Uint32Array.from({ length: 16 }, (_, index) => Math.imul(index + 1, 0x9e3779b1));
  seal(words, 0, 16);
  const bytes = new Uint8Array(words.buffer);
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const at = bit >>> 3;
    const byte = bytes[at] ?? 0;
    bytes[at] = byte ^ (1 << (bit & 7));
    expect(isSealed(words, 0, 16)).toBe(false);
    bytes[at] = byte;
  }
  expect(isSealed(words, 0, 16)).toBe(true);
});

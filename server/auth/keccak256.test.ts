import fc from 'fast-check';
import { bytesToHex, keccak256 as reference } from 'viem';
import { expect, it } from 'vitest';
import { keccak256 } from './keccak256.ts';

it('hashes what is published', () => {
  const hashOf = (text: string) => bytesToHex(keccak256(Buffer.from(text)));
  expect(hashOf('')).toBe('0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470');
  expect(hashOf('abc')).toBe('0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45');
});

it.each([0, 1, 31, 32, 64, 66, 135, 136, 137, 271, 272, 273, 352, 1_000])(
  'hashes %d bytes as viem does',
  (length) => {
    const message = Uint8Array.from({ length }, (_, index) => (index * 7 + length) & 0xff);
    expect(bytesToHex(keccak256(message))).toBe(reference(message));
  },
);

it('hashes anything as viem does, and leaves it alone', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (message) => {
      const before = message.slice();
      expect(bytesToHex(keccak256(message))).toBe(reference(message));
      expect(message).toEqual(before);
    }),
  );
});

it('writes a hash to where it is to be, and nothing beside', () => {
  const bytes = new Uint8Array(40).fill(7);
  const target = bytes.subarray(4, 36);
  expect(keccak256(Buffer.from('abc'), target)).toBe(target);
  expect(target).toEqual(keccak256(Buffer.from('abc')));
  expect([...bytes.subarray(0, 4), ...bytes.subarray(36)]).toEqual(new Array(8).fill(7));
});

it('gives hashes that later ones do not change', () => {
  const first = keccak256(Buffer.from('abc'));
  const kept = bytesToHex(first);
  keccak256(Buffer.from('def'));
  expect(bytesToHex(first)).toBe(kept);
});

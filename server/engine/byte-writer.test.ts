import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

const word = fc.integer({ min: 0, max: 4_294_967_295 });
const long = fc.maxSafeNat();
const text = fc.string({ unit: 'binary-ascii', maxLength: 60 });

const parts = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('word' as const), value: word }),
    fc.record({ kind: fc.constant('long' as const), value: long }),
    fc.record({ kind: fc.constant('text' as const), value: text }),
  ),
);

describe('what a ByteWriter wrote', () => {
  it('is read part by part, to the end, whatever memory there was at first', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 40 }), (given, capacity) => {
        const writer = new ByteWriter(capacity);
        for (const part of given) {
          if (part.kind === 'text') writer.text(part.value);
          else writer[part.kind](part.value);
        }
        const reader = new ByteReader(writer.bytes());
        const read = given.map(({ kind }) => ({ kind, value: reader[kind]() }));
        expect(read).toEqual(given);
        expect(reader.isAtEnd).toBe(true);
      }),
    );
  });

  it('is little-endian', () => {
    const writer = new ByteWriter();
    writer.word(0x0102_0304);
    writer.long(2 ** 32 + 5);
    writer.text('Az');
    expect([...writer.bytes()]).toEqual([
      ...[4, 3, 2, 1],
      ...[5, 0, 0, 0, 1, 0, 0, 0],
      ...[2, 0, 0, 0, 65, 122],
    ]);
  });

  it('is a copy: what is written later does not change it', () => {
    const writer = new ByteWriter();
    writer.word(1);
    const bytes = writer.bytes();
    writer.word(2);
    expect([...bytes]).toEqual([1, 0, 0, 0]);
  });

  it('cannot be read beyond its end', () => {
    const reader = new ByteReader(new Uint8Array([1, 0, 0, 0, 9]));
    expect(reader.word()).toBe(1);
    expect(reader.isAtEnd).toBe(false);
    expect(() => reader.word()).toThrow(RangeError);
  });
});

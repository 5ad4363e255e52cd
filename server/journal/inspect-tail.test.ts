import { describe, expect, test } from 'vitest';
import { samplePlace, sampleSignature } from '#scripts/testing/sample-commands.ts';
import { LARGEST_BLOCK_BYTES } from './block-layout.ts';
import { inspectTail } from './inspect-tail.ts';
import { PendingBlock } from './pending-block.ts';
import { RecordBatch } from './record-batch.ts';
import { recordMemory } from './record-memory.ts';
import { seal } from './seal.ts';

const previousChain = new Uint8Array(32).fill(3);
const segment = {
  network: 'test',
  firstSeq: 1,
  markLow: 11,
  markHigh: 12,
  previousChain,
  byteLength: 8_448,
};
const expected = { segment, seq: 5, previousChain, fileOffset: 256 };

/** Four orders, 64 + 3 · 160 + 64 + 8 bytes. */
function blockBytes(firstSeq = 5, chain = previousChain): Uint8Array {
  const batch = new RecordBatch();
  for (let seq = firstSeq; seq < firstSeq + 3; seq += 1) {
    batch.append(samplePlace(seq, sampleSignature(96)));
  }
  batch.append(samplePlace(firstSeq + 3));
  const block = new PendingBlock(4_096);
  block.add(batch);
  return block.finish({ markLow: 11, markHigh: 12, previousChain: chain }).bytes;
}

function inspect(pieces: readonly (readonly [number, Uint8Array])[], byteLength = 8_192) {
  const memory = recordMemory(byteLength);
  for (const [offset, bytes] of pieces) memory.bytes.set(bytes, offset);
  return inspectTail(memory, expected);
}

/** Changes a block's words and seals what lies around them again. */
function changed(change: (words: Uint32Array) => void, [from, to]: readonly [number, number]) {
  const words = new Uint32Array(blockBytes().slice().buffer);
  change(words);
  seal(words, from, to);
  return new Uint8Array(words.buffer);
}

const HEADER = [0, 16] as const;
const FIRST_RECORD = [16, 56] as const;

test('zeros are a clean end, a whole block is none', () => {
  expect(inspect([])).toEqual({ kind: 'clean' });
  expect(inspect([[0, blockBytes()]])).toEqual({ kind: 'finished' });
  expect(
    inspect([
      [0, blockBytes()],
      [616, blockBytes(9)],
    ]),
  ).toEqual({ kind: 'finished' });
});

test('the beginning of a block is torn', () => {
  const half = blockBytes().subarray(0, 300);
  expect(inspect([[0, half]])).toEqual({ kind: 'torn', byteLength: 300 });
});

describe('damage', () => {
  test.each([
    [
      'data behind an unfinished block',
      'data behind',
      [
        [0, blockBytes().subarray(0, 300)],
        [2_000, new Uint8Array([1])],
      ],
    ],
    [
      'a whole block behind an unfinished one',
      'whole blocks follow',
      [
        [0, blockBytes().subarray(0, 300)],
        [2_000, blockBytes(9)],
      ],
    ],
    ['a whole block behind zeros', 'whole blocks follow', [[2_000, blockBytes(9)]]],
    [
      'an unfinished block with other numbers',
      'begins with number 9',
      [[0, blockBytes(9).subarray(0, 300)]],
    ],
    ['a block with other numbers', 'begins with number 9', [[0, blockBytes(9)]]],
    ['a block of another chain', 'hash chain', [[0, blockBytes(5, new Uint8Array(32))]]],
    [
      'a count that is too small',
      'more follows',
      [[0, changed((words) => words.fill(3, 3, 4), HEADER)]],
    ],
    [
      'a count that is too large',
      'impossible length',
      [[0, changed((words) => words.fill(5, 3, 4), HEADER)]],
    ],
    [
      'a record with another number',
      'another number',
      [[0, changed((words) => words.fill(8, 18, 19), FIRST_RECORD)]],
    ],
    ['a header that is no longer one', 'header', [[0, blockBytes().fill(7, 20, 30)]]],
  ] as const)('%s', (_, why, pieces) => {
    expect(inspect(pieces)).toEqual({
      kind: 'damaged',
      why: expect.stringContaining(why),
      offset: expect.any(Number),
    });
  });

  test('data further on than a write reaches', () => {
    const far = inspect([[LARGEST_BLOCK_BYTES + 8, new Uint8Array([1])]], LARGEST_BLOCK_BYTES + 64);
    expect(far).toMatchObject({ kind: 'damaged', why: expect.stringContaining('further on') });
  });
});

import { expect, test } from 'vitest';
import { samplePlace } from '#scripts/testing/sample-commands.ts';
import { BlockQueue } from './block-queue.ts';
import { RecordBatch } from './record-batch.ts';

/** Header and end mark of a block, and three records of 64 bytes. */
const BLOCK_BYTES = 72 + 3 * 64;

function batchOf(from: number, count: number): RecordBatch {
  const batch = new RecordBatch();
  for (let seq = from; seq < from + count; seq += 1) batch.append(samplePlace(seq));
  return batch;
}

test('what is appended while a block is out goes into the next one', () => {
  const queue = new BlockQueue({ blockBytes: BLOCK_BYTES, bufferBytes: 4 * BLOCK_BYTES });
  queue.add(batchOf(1, 1));
  const first = queue.take();
  expect([first?.count, first?.lastSeq]).toEqual([1, 1]);
  queue.add(batchOf(2, 1));
  queue.add(batchOf(3, 2));
  const second = queue.take();
  expect([second?.count, second?.lastSeq]).toEqual([3, 4]);
  expect(queue.take()).toBe(null);
});

test('a batch is never torn apart, and blocks come in order', () => {
  const queue = new BlockQueue({ blockBytes: BLOCK_BYTES, bufferBytes: 4 * BLOCK_BYTES });
  queue.add(batchOf(1, 2));
  queue.add(batchOf(3, 2));
  queue.add(batchOf(5, 1));
  expect(queue.take()?.lastSeq).toBe(2);
  expect(queue.take()?.lastSeq).toBe(5);
});

test('a full queue refuses, and says before how much it takes', () => {
  const queue = new BlockQueue({ blockBytes: BLOCK_BYTES, bufferBytes: 2 * BLOCK_BYTES });
  expect(queue.roomBytes).toBe(192);
  expect(queue.add(batchOf(1, 3))).toBe(true);
  expect(queue.add(batchOf(4, 1))).toBe(true);
  expect(queue.roomBytes).toBe(128);
  expect(queue.add(batchOf(5, 3))).toBe(false);
  expect(queue.add(batchOf(5, 2))).toBe(true);
  expect(queue.roomBytes).toBe(0);
  const block = queue.take();
  if (block === null) throw new Error('a block waits');
  expect(block.lastSeq).toBe(3);
  queue.release(block);
  expect(queue.roomBytes).toBe(192);
});

import { expect, test } from 'vitest';
import { samplePlace } from '#scripts/testing/sample-commands.ts';
import { RecentRecords } from './recent-records.ts';
import { RecordBatch } from './record-batch.ts';

/** Orders with these numbers; another price makes others of them. */
function records(firstSeq: number, count: number, price = 7) {
  const batch = new RecordBatch(8_192);
  for (let seq = firstSeq; seq < firstSeq + count; seq += 1) {
    batch.append({ ...samplePlace(seq), price });
  }
  return { memory: batch.memory, start: 0, end: batch.byteLength, firstSeq };
}

test('the newest records are known by number and content', () => {
  const recent = new RecentRecords(3);
  recent.add(records(1, 6));
  recent.add(records(7, 4));
  expect(recent.holds(records(3, 8))).toBe(true);
  expect(recent.holds(records(5, 2))).toBe(true);
  expect(recent.holds(records(5, 2, 8))).toBe(false);
});

test('older ones are forgotten, and later ones not yet known', () => {
  const recent = new RecentRecords(3);
  recent.add(records(1, 6));
  recent.add(records(7, 4));
  expect(recent.holds(records(2, 1))).toBe(false);
  expect(recent.holds(records(10, 2))).toBe(false);
});

test('after a gap nothing from before is known', () => {
  const recent = new RecentRecords(3);
  recent.add(records(1, 3));
  recent.add(records(5, 1));
  expect(recent.holds(records(5, 1))).toBe(true);
  expect(recent.holds(records(3, 1))).toBe(false);
});

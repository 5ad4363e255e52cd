import { expect, test } from 'vitest';
import { firstSeqOf, segmentName } from './segment-name.ts';

test('a name says the number of the first record', () => {
  expect(segmentName(1)).toBe('journal-0000000000000001.lxj');
  expect(firstSeqOf(segmentName(Number.MAX_SAFE_INTEGER))).toBe(Number.MAX_SAFE_INTEGER);
});

test('names sort as their numbers do', () => {
  const numbers = [10, 9, 1, 100];
  const sorted = numbers.map(segmentName).sort().map(firstSeqOf);
  expect(sorted).toEqual([1, 9, 10, 100]);
});

test('other files are no segments', () => {
  const names = ['spare.lxj', 'journal-1.lxj', 'journal-0000000000000001.lxj.old', 'journal.lock'];
  expect(names.map(firstSeqOf)).toEqual([null, null, null, null]);
});

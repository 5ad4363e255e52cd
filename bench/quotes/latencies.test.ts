import { expect, test } from 'vitest';
import { summarizeLatencies } from './latencies.ts';

test('percentiles are durations that were measured, whatever their order', () => {
  const durations = Array.from({ length: 1000 }, (_, index) => 1000 - index);
  expect(summarizeLatencies(durations, 2_000)).toEqual({
    count: 1000,
    perSecond: 500,
    p50: 501,
    p99: 991,
    p999: 1000,
  });
});

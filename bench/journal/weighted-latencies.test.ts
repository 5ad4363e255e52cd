import { expect, test } from 'vitest';
import { WeightedLatencies } from './weighted-latencies.ts';

test('a time counts as often as it has records', () => {
  const latencies = new WeightedLatencies();
  latencies.add(5, 1);
  latencies.add(1, 98);
  latencies.add(9, 1);
  expect(latencies.count).toBe(100);
  expect(latencies.percentiles([0.5, 0.98, 0.99, 1])).toEqual([1, 1, 5, 9]);
});

test('without records there are no percentiles', () => {
  expect(new WeightedLatencies().percentiles([0.5])).toEqual([Number.NaN]);
});

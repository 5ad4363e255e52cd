import { describe, expect, it } from 'vitest';
import { type RandomStream, randomStream } from './random-stream.ts';

function take(stream: RandomStream, count: number, kind: 'uniform' | 'normal'): number[] {
  return Array.from({ length: count }, () => stream[kind]());
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('randomStream', () => {
  it('gives the same numbers for the same key, on every machine', () => {
    expect(take(randomStream(1, 2, 3), 5, 'normal')).toEqual(
      take(randomStream(1, 2, 3), 5, 'normal'),
    );
    expect(take(randomStream(1, 2, 3), 3, 'uniform')).toEqual([
      0.3228771983413026, 0.23314460937399417, 0.34978133568074554,
    ]);
  });

  it('gives unrelated numbers for neighbouring keys', () => {
    const keys = [[1, 2, 3], [1, 2, 4], [1, 3, 3], [2, 2, 3], [3, 2, 1], [0, 0, 0], [0, 0], []];
    const series = keys.map((key) => take(randomStream(...key), 2_000, 'normal'));
    for (const [index, first] of series.entries()) {
      for (const second of series.slice(index + 1)) {
        const correlation = mean(first.map((value, at) => value * (second[at] ?? 0)));
        expect(Math.abs(correlation)).toBeLessThan(0.1);
      }
    }
  });

  it('has uniform numbers strictly between zero and one, evenly spread', () => {
    const values = take(randomStream(42), 100_000, 'uniform');
    expect(Math.min(...values.slice(0, 50_000))).toBeGreaterThan(0);
    expect(Math.max(...values.slice(0, 50_000))).toBeLessThan(1);
    const counts = Array.from({ length: 10 }, () => 0);
    for (const value of values) {
      const bin = Math.floor(value * 10);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  it('has normal numbers with mean 0, variance 1 and kurtosis 3', () => {
    const values = take(randomStream(7), 200_000, 'normal');
    expect(Math.abs(mean(values))).toBeLessThan(0.01);
    expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1, 1);
    expect(mean(values.map((value) => value ** 4))).toBeCloseTo(3, 0);
  });
});

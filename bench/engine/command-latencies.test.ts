import { describe, expect, it } from 'vitest';
import { commandLatencies, percentilesOf } from './command-latencies.ts';

describe('percentilesOf', () => {
  it('gives nanoseconds that so many of the durations do not exceed', () => {
    const durations = Float64Array.from({ length: 1_000 }, (_, n) => (1_000 - n) / 1_000_000);
    expect(percentilesOf(durations)).toEqual({
      count: 1_000,
      p50: 501,
      p99: 991,
      p999: 1_000,
      max: 1_000,
    });
  });
});

describe('commandLatencies', () => {
  it('runs every command once, in order', () => {
    const ran: number[] = [];
    const { count } = commandLatencies({ run: (from, to) => ran.push(from, to) }, 3);
    expect([count, ran]).toEqual([3, [0, 1, 1, 2, 2, 3]]);
  });
});

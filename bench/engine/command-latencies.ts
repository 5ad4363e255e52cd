import type { Runner } from './measure-runs.ts';

export type Percentiles = {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
};

/** Nanoseconds that each command takes by itself, what reading the clock twice takes included. */
export function commandLatencies(runner: Runner, count: number): Percentiles {
  const durations = new Float64Array(count);
  for (let index = 0; index < count; index += 1) {
    runner.prepare?.(index, index + 1);
    const start = performance.now();
    runner.run(index, index + 1);
    durations[index] = performance.now() - start;
  }
  return percentilesOf(durations);
}

/** Nanoseconds between two readings of the clock with nothing between them. */
export function clockLatencies(count: number): Percentiles {
  return commandLatencies({ run: () => undefined }, count);
}

/** Durations in milliseconds summed up in nanoseconds; sorts them. */
export function percentilesOf(durations: Float64Array): Percentiles {
  const sorted = durations.sort();
  const at = (share: number) => {
    const place = Math.min(sorted.length - 1, Math.floor(sorted.length * share));
    return Math.round((sorted[place] ?? Number.NaN) * 1_000_000);
  };
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) };
}

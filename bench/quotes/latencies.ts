/** Durations of one kind of work, in milliseconds. */
export type Latencies = {
  readonly count: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
};

/** Sums up durations, `elapsedMs` being the time that all of them took together. */
export function summarizeLatencies(durationsMs: readonly number[], elapsedMs: number): Latencies {
  const sorted = Float64Array.from(durationsMs).sort();
  const at = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return {
    count: sorted.length,
    perSecond: (sorted.length * 1000) / elapsedMs,
    p50: at(0.5) ?? Number.NaN,
    p99: at(0.99) ?? Number.NaN,
    p999: at(0.999) ?? Number.NaN,
  };
}

/** One line of the printed table. */
export function latencyLine(title: string, latencies: Latencies): string {
  const { count, perSecond, p50, p99, p999 } = latencies;
  const rate = Math.round(perSecond).toLocaleString('en-US');
  return [
    title.padEnd(44),
    `${rate}/s`.padStart(14),
    milliseconds(p50),
    milliseconds(p99),
    milliseconds(p999),
    `${count}`.padStart(10),
  ].join(' ');
}

/** The head of the table. */
export const LATENCY_HEAD = [
  ''.padEnd(44),
  'throughput'.padStart(14),
  'p50 ms'.padStart(10),
  'p99 ms'.padStart(10),
  'p99.9 ms'.padStart(10),
  'samples'.padStart(10),
].join(' ');

function milliseconds(value: number): string {
  return value.toFixed(value < 1 ? 4 : 2).padStart(10);
}

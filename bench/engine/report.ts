import type { Percentiles } from './command-latencies.ts';
import { medianOf, type Runs } from './measure-runs.ts';

/** Commands a second, in millions. */
export function millions(perSecond: number): string {
  return `${(perSecond / 1_000_000).toFixed(2)} M/s`;
}

export function reportRuns(title: string, runs: Runs & { readonly count: number }): void {
  const best = runs.warm.at(-1) ?? Number.NaN;
  print(title, [
    `median ${millions(medianOf(runs.warm))}`,
    `best ${millions(best)}`,
    `cold ${millions(runs.cold)}`,
    `${runs.count.toLocaleString('en-US')} commands, ${runs.warm.length} warm runs`,
  ]);
}

export function reportLatencies(title: string, latencies: Percentiles): void {
  const { count, p50, p99, p999, max } = latencies;
  print(title, [
    `p50 ${p50} ns`,
    `p99 ${p99} ns`,
    `p99.9 ${p999} ns`,
    `max ${(max / 1_000).toFixed(0)} µs`,
    `${count.toLocaleString('en-US')} samples`,
  ]);
}

export function print(title: string, facts: readonly string[]): void {
  console.log(`${title.padEnd(34)} ${facts.join('   ')}`);
}

/** Prints what was measured, a line each. */
export type Report = {
  title(text: string): void;
  line(name: string, value: string): void;
  rate(perSecond: number): string;
};

const NAME_WIDTH = 52;

/** A report on standard output. */
export const printedReport: Report = {
  title: (text) => console.log(`\n${text}\n`),
  line: (name, value) => console.log(`${name.padEnd(NAME_WIDTH)}${value}`),
  rate: (perSecond) => `${Math.round(perSecond).toLocaleString('en-US')}/s`,
};

/** Where half, 99 and 999 of a thousand are below; milliseconds. */
export function percentiles(times: Float64Array): string {
  const sorted = times.toSorted();
  const at = (part: number) => (sorted[Math.floor(sorted.length * part)] ?? Number.NaN).toFixed(2);
  const most = (sorted.at(-1) ?? Number.NaN).toFixed(2);
  return `p50 ${at(0.5)}, p99 ${at(0.99)}, p99.9 ${at(0.999)}, most ${most} ms`;
}

import { performance } from 'node:perf_hooks';

/** Half of a step's times are below `p50`, 99 of 100 below `p99`; ms. */
export type StepTime = { readonly step: string; readonly p50: number; readonly p99: number };

/** How long steps take from their beginning to their end, waiting included. */
export class StepTimes {
  #times = new Map<string, number[]>();

  /** Does a step, and remembers how long it took. */
  async of<Result>(step: string, run: () => Promise<Result>): Promise<Result> {
    const begunMs = performance.now();
    try {
      return await run();
    } finally {
      const times = this.#times.get(step);
      const took = performance.now() - begunMs;
      if (times === undefined) this.#times.set(step, [took]);
      else times.push(took);
    }
  }

  /** What was measured since the last call. */
  take(): readonly StepTime[] {
    const taken = [...this.#times].map(([step, times]) => {
      const sorted = Float64Array.from(times).sort();
      const at = (part: number) => sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
      return { step, p50: at(0.5), p99: at(0.99) };
    });
    this.#times = new Map();
    return taken;
  }
}

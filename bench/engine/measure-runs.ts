/** Anything that executes a part of a stream of commands. */
export type Runner = {
  run(from: number, to: number): void;
  /** Gets commands ready, which is not measured: what decoding them costs is the journal's matter. */
  prepare?(from: number, to: number): void;
};

/** A new runner, and what stops the measurement when it did something wrong. */
export type Verified = { readonly runner: Runner; readonly verify: () => void };

export type Runs = {
  /** Of the first run, in which code is still being compiled; commands a second. */
  readonly cold: number;
  /** Of the runs after it, ascending. */
  readonly warm: readonly number[];
};

/**
 * Commands that are executed in one go, as an event loop would hand them over: a loop without end
 * would never be compiled by the best compiler.
 */
export const BATCH = 256;

/** Runs a stream again and again, each time with a new runner, whose result is verified each time. */
export function measureRuns(options: {
  readonly count: number;
  readonly runs: number;
  readonly start: () => Verified;
}): Runs {
  const { count, runs, start } = options;
  const rates = Array.from({ length: runs }, () => {
    const { runner, verify } = start();
    const rate = (count * 1_000) / runBatches(runner, count);
    verify();
    return rate;
  });
  const [cold = Number.NaN, ...warm] = rates;
  return { cold, warm: warm.toSorted((a, b) => a - b) };
}

/** Executes commands 0 … count − 1, and says how many milliseconds that took. */
export function runBatches(runner: Runner, count: number): number {
  let spent = 0;
  for (let from = 0; from < count; from += BATCH) {
    const to = Math.min(count, from + BATCH);
    runner.prepare?.(from, to);
    const start = performance.now();
    runner.run(from, to);
    spent += performance.now() - start;
  }
  return spent;
}

/** The middle one of ascending numbers. */
export function medianOf(ascending: readonly number[]): number {
  return ascending[Math.floor(ascending.length / 2)] ?? Number.NaN;
}

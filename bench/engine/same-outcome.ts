import type { Outcome } from './workload.ts';

/** Stops the measurement when a book made something else of a stream than it should have. */
export function assertSameOutcome(actual: Partial<Outcome>, expected: Outcome): void {
  for (const [name, value] of Object.entries(actual)) {
    const wanted = expected[name as keyof Outcome];
    if (value !== wanted) throw new Error(`${name} is ${value}, not ${wanted}`);
  }
}

import { BookDriver } from './book-driver.ts';
import { clockLatencies, commandLatencies } from './command-latencies.ts';
import { FillLog } from './fill-log.ts';
import { measureRuns, type Runs } from './measure-runs.ts';
import { namedWorkload, type WorkloadName } from './named-workloads.ts';
import { reportLatencies, reportRuns } from './report.ts';
import { assertSameOutcome } from './same-outcome.ts';
import type { Workload } from './workload.ts';

/** Room for all of a stream's orders, as a process that was warmed up has. */
const CAPACITY = 32_768;

/** The book alone on one of the streams: fills, sums and the final book are verified in every run. */
export function measureBook(name: WorkloadName, runs: number): void {
  const workload = namedWorkload(name);
  reportRuns(`book ${name}`, { count: workload.stream.count, ...bookRuns(workload, runs) });
}

export function bookRuns({ stream, outcome }: Workload, runs: number): Runs {
  const fills = new FillLog(outcome.fills);
  return measureRuns({
    count: stream.count,
    runs,
    start: () => {
      fills.clear();
      const driver = new BookDriver({ fills, capacity: CAPACITY });
      const verify = () => assertSameOutcome(driver.outcome(), outcome);
      return { runner: driver.on(stream), verify };
    },
  });
}

/** Each command by itself, with compiled code. */
export function measureBookLatency(): void {
  const workload = namedWorkload('base-1m');
  const { stream, outcome } = workload;
  bookRuns(workload, 3);
  const measured = () => {
    const driver = new BookDriver({ fills: new FillLog(outcome.fills), capacity: CAPACITY });
    const latencies = commandLatencies(driver.on(stream), stream.count);
    assertSameOutcome(driver.outcome(), outcome);
    return latencies;
  };
  // The first time is the rehearsal of measuring itself.
  measured();
  const latencies = measured();
  reportLatencies('clock alone', clockLatencies(stream.count));
  reportLatencies('book base-1m, clock included', latencies);
}

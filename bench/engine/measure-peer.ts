import { singleFlow } from './flow.ts';
import { bookRuns } from './measure-book.ts';
import { engineRuns } from './measure-engine.ts';
import { measureRuns, medianOf, type Runs } from './measure-runs.ts';
import { namedWorkload } from './named-workloads.ts';
import { PeerDriver } from './peer-driver.ts';
import { print, reportRuns } from './report.ts';
import { assertSameOutcome } from './same-outcome.ts';

const RUNS = 9;
const PEER_RUNS = 3;

/**
 * Book and engine against the npm package on the same commands: the first 130,000 of the stream, of which
 * the package still takes seconds. All end with the same orders in the same order.
 */
export function measurePeer(): void {
  const workload = namedWorkload('base-130k');
  const { stream, outcome } = workload;
  const calls = PeerDriver.callsOf(stream);
  const book = bookRuns(workload, RUNS);
  const engine = engineRuns(singleFlow(workload), RUNS);
  const peer = measureRuns({
    count: stream.count,
    runs: PEER_RUNS,
    start: () => {
      const driver = new PeerDriver(calls);
      return { runner: driver, verify: () => assertSameOutcome(driver.outcome(), outcome) };
    },
  });
  reportRuns('book, first 130,000', { count: stream.count, ...book });
  reportRuns('engine, the same', { count: stream.count, ...engine });
  reportRuns('nodejs-order-book, the same', { count: stream.count, ...peer });
  const times = (own: Runs) => Math.round(medianOf(own.warm) / medianOf(peer.warm));
  print('', [`book ${times(book)} times, engine ${times(engine)} times as fast`]);
}

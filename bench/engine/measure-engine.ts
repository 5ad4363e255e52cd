import { clockLatencies, commandLatencies } from './command-latencies.ts';
import { EngineDriver } from './engine-driver.ts';
import { type Flow, MARKETS, singleFlow, zipfFlow } from './flow.ts';
import { measureRuns, type Runs, runBatches } from './measure-runs.ts';
import { namedWorkload, type WorkloadName } from './named-workloads.ts';
import { reportLatencies, reportRuns } from './report.ts';
import { assertSameOutcome } from './same-outcome.ts';

const CAPACITY = 65_536;

/** The whole engine on one of the streams. */
export function measureEngine(name: WorkloadName, runs: number): void {
  const flow = singleFlow(namedWorkload(name));
  reportRuns(`engine ${name}`, { count: flow.sequence.length, ...engineRuns(flow, runs) });
}

/** The whole engine on as many markets as it lists, the first with a fifth of all commands. */
export function measureMarkets(runs: number): void {
  const flow = zipfFlow({ count: 1_000_000, live: 60_000 });
  reportRuns(`engine, ${MARKETS} markets`, {
    count: flow.sequence.length,
    ...engineRuns(flow, runs),
  });
}

/**
 * Fills are read from the events once, in a run that is not measured; the engine being deterministic,
 * the measured ones are held against it by their count of trades and of resting orders.
 */
export function engineRuns(flow: Flow, runs: number): Runs {
  const { length: count } = flow.sequence;
  const measured = measureRuns({
    count,
    runs,
    start: () => {
      const driver = new EngineDriver(flow, { capacity: CAPACITY, listen: false });
      return { runner: driver, verify: () => verifyCounts(flow, driver) };
    },
  });
  verifyFills(flow);
  return measured;
}

/** Each command by itself, with compiled code. */
export function measureEngineLatency(): void {
  const flow = singleFlow(namedWorkload('base-1m'));
  const { length: count } = flow.sequence;
  engineRuns(flow, 3);
  const measured = () => {
    const driver = new EngineDriver(flow, { capacity: CAPACITY, listen: false });
    const latencies = commandLatencies(driver, count);
    verifyCounts(flow, driver);
    return latencies;
  };
  // The first time is the rehearsal of measuring itself.
  measured();
  const latencies = measured();
  reportLatencies('clock alone', clockLatencies(count));
  reportLatencies('engine base-1m, clock included', latencies);
}

function verifyFills(flow: Flow): void {
  const driver = new EngineDriver(flow, { capacity: CAPACITY, listen: true });
  runBatches(driver, flow.sequence.length);
  verifyCounts(flow, driver);
  for (const [market, { outcome }] of flow.workloads.entries()) {
    assertSameOutcome(driver.results[market] ?? {}, outcome);
  }
}

function verifyCounts(flow: Flow, { state }: EngineDriver): void {
  const sum = (of: 'fills' | 'live') =>
    flow.workloads.reduce((total, { outcome }) => total + outcome[of], 0);
  if (state.tradeCount !== sum('fills')) throw new Error(`${state.tradeCount} trades`);
  if (state.pool.live !== sum('live')) throw new Error(`${state.pool.live} orders rest`);
}

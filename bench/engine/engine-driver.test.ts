import { describe, expect, it } from 'vitest';
import { EngineDriver } from './engine-driver.ts';
import { type Flow, MARKETS, singleFlow, zipfFlow } from './flow.ts';
import { generateWorkload } from './workload.ts';

const small = { count: 12_000, seed: 5, live: 2_000, ids: 'dense' } as const;

function driven(flow: Flow): EngineDriver {
  const driver = new EngineDriver(flow, { capacity: 64, listen: true });
  for (let from = 0; from < flow.sequence.length; from += 256) {
    const to = Math.min(flow.sequence.length, from + 256);
    driver.prepare(from, to);
    driver.run(from, to);
  }
  return driver;
}

function expectedOf({ workloads }: Flow) {
  return workloads.map(({ outcome: { fills, fillHash } }) => ({ fills, fillHash }));
}

describe('EngineDriver', () => {
  it.each(['base', 'wide'] as const)('makes the fills of the naive book, %s', (profile) => {
    const flow = singleFlow(generateWorkload({ ...small, profile }));
    const driver = driven(flow);
    expect(driver.results).toEqual(expectedOf(flow));
    expect(driver.state.pool.live).toBe(flow.workloads[0]?.outcome.live);
  });

  it('makes the fills of the naive books of many markets', () => {
    const flow = zipfFlow({ count: 20_000, live: 6_300 });
    expect(flow.workloads.length).toBe(MARKETS);
    expect(driven(flow).results).toEqual(expectedOf(flow));
  });
});

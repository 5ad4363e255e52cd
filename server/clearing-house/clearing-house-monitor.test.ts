import { beforeEach, describe, expect, it } from 'vitest';
import type { Deployment } from '#lib/domain/network.ts';
import { sampleClearingHouse, sampleDeployment } from '#scripts/testing/sample-clearing-house.ts';
import { ClearingHouseMonitor } from './clearing-house-monitor.ts';
import type { ClearingHouseOnChain } from './read-clearing-house.ts';

const STRANGER = `0x${'66'.repeat(20)}` as const;

let found: ClearingHouseOnChain | Error;
let deployment: Deployment | null;
let nowMs: number;
let looks: number;
let said: string[];
let monitor: ClearingHouseMonitor;

beforeEach(() => {
  [found, deployment, nowMs, looks, said] = [sampleClearingHouse(), sampleDeployment, 0, 0, []];
  const say = (_: object, message: string) => void said.push(message);
  monitor = new ClearingHouseMonitor({
    read: () => {
      looks += 1;
      return found instanceof Error ? Promise.reject(found) : Promise.resolve(found);
    },
    deployment: () => deployment,
    intervalMs: 1_000,
    now: () => nowMs,
    logger: { info: say, warn: say, error: say },
  });
});

const house = () => monitor.usableDeployment()?.contracts.clearingHouse;

describe('the look at the clearing house', () => {
  it('is without one until it was looked at, and keeps everything else', async () => {
    expect(house()).toBeUndefined();
    expect(monitor.usableDeployment()?.contracts.wlux).toBe(sampleDeployment.contracts.wlux);
    await monitor.blockArrived();
    expect(house()).toBe(sampleDeployment.contracts.clearingHouse);
    expect(monitor.status()).toEqual({ kind: 'verified', stopped: [] });
  });

  it('is without one that differs, says so once, and has it again when that is mended', async () => {
    found = sampleClearingHouse({ owner: STRANGER });
    await monitor.blockArrived();
    nowMs += 1_000;
    await monitor.blockArrived();
    expect(house()).toBeUndefined();
    expect(said).toEqual([expect.stringContaining('custody is unavailable')]);
    expect(monitor.status()).toMatchObject({ kind: 'differs' });
    found = sampleClearingHouse();
    nowMs += 1_000;
    await monitor.blockArrived();
    expect(house()).toBeDefined();
  });

  it('looks at once until it knows, then from time to time, and anew after a reorganisation', async () => {
    found = new Error('no answer');
    await monitor.blockArrived();
    await monitor.blockArrived();
    expect(looks).toBe(2);
    found = sampleClearingHouse();
    await monitor.blockArrived();
    await monitor.blockArrived();
    nowMs += 999;
    await monitor.blockArrived();
    expect(looks).toBe(3);
    monitor.forget();
    await monitor.blockArrived();
    expect(looks).toBe(4);
  });

  it('stays with what it knows while the chain does not answer', async () => {
    await monitor.blockArrived();
    found = new Error('no answer');
    nowMs += 1_000;
    await monitor.blockArrived();
    expect(house()).toBeDefined();
  });

  it('says what is stopped, and goes on with it', async () => {
    found = sampleClearingHouse({ paused: true });
    await monitor.blockArrived();
    expect(house()).toBeDefined();
    expect(said).toEqual([expect.stringContaining('partly stopped')]);
  });

  it('knows networks without a clearing house, and without anything', async () => {
    deployment = null;
    await monitor.blockArrived();
    expect(monitor.usableDeployment()).toBeNull();
    expect(looks).toBe(0);
    const { clearingHouse: _, ...contracts } = sampleDeployment.contracts;
    deployment = { ...sampleDeployment, contracts };
    await monitor.blockArrived();
    expect(monitor.status()).toEqual({ kind: 'absent' });
    expect(house()).toBeUndefined();
  });
});

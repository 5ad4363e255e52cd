import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedFeed } from '#scripts/testing/scripted-feed.ts';
import { ExchangeCore } from './exchange-core.ts';
import { JournalError } from './journal/index.ts';
import { limits } from './limits.ts';
import { createLogger } from './telemetry/index.ts';

let folder: string;
let cores: ExchangeCore[];
let feed: ScriptedFeed;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lux-core-'));
  cores = [];
  feed = new ScriptedFeed(Date.now);
  feed.trade('BTC-USDT', 6_742_150);
});

afterEach(async () => {
  for (const core of cores) await core.stop();
  rmSync(folder, { recursive: true, force: true });
});

function coreOn(network = 'local-1337'): ExchangeCore {
  const core = new ExchangeCore({
    networkDir: folder,
    network,
    snapshotEvery: 100,
    snapshotsKept: 2,
    archiveJournal: true,
    feed,
    limits: { ...limits, keeperMs: 5, shadowMs: 5 },
    logger: createLogger('silent'),
    now: Date.now,
    restore: async () => undefined,
  });
  cores.push(core);
  return core;
}

/** A core that runs until the test ends. */
async function running(): Promise<ExchangeCore> {
  const core = coreOn();
  core.run().catch(() => undefined);
  await expect.poll(() => core.readiness().ok, { timeout: 10_000 }).toBe(true);
  return core;
}

describe('the exchange core', () => {
  it('is not ready while it recovers, then lists the markets and takes commands', async () => {
    const core = coreOn();
    expect(core.readiness()).toEqual({
      ok: false,
      detail: 'The engine is recovering; it stands at command 0.',
    });
    expect(core.figures().accepting).toBe(false);
    core.run().catch(() => undefined);
    await expect.poll(() => core.readiness().ok, { timeout: 10_000 }).toBe(true);
    expect(core.figures()).toMatchObject({ accepting: true, snapshotSeq: 0 });
    expect(core.figures().durableSeq).toBeGreaterThanOrEqual(6);
    expect(readdirSync(folder).sort()).toEqual(['journal', 'snapshots']);
  }, 20_000);

  it('keeps time and prices coming, and all of it durable', async () => {
    const core = await running();
    const { durableSeq } = core.figures();
    await expect
      .poll(() => core.figures().durableSeq, { timeout: 10_000 })
      .toBeGreaterThan(durableSeq + 5);
  }, 20_000);

  it('goes on where it stopped', async () => {
    const first = await running();
    await first.stop();
    const { lastSeq } = first.figures();
    const second = await running();
    expect(second.figures().lastSeq).toBeGreaterThanOrEqual(lastSeq);
    expect(second.figures().lastSeq).toBeLessThan(lastSeq + 1_000);
  }, 20_000);

  it('writes a snapshot after so many commands', async () => {
    const core = await running();
    await expect
      .poll(() => core.figures().snapshotSeq, { timeout: 15_000 })
      .toBeGreaterThanOrEqual(100);
    expect(core.figures().snapshotTimeMs).not.toBeNull();
  }, 20_000);

  it('does not begin with the journal of another chain', async () => {
    const first = await running();
    await first.stop();
    const other = coreOn('local-96369');
    await expect(other.run()).rejects.toThrow(JournalError);
    await expect(other.run()).rejects.toThrow(/network local-1337, not of local-96369/);
  }, 20_000);
});

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SyntheticCommands, syntheticSetUp } from '#scripts/testing/synthetic-commands.ts';
import { EngineView, encodeState } from '#server/engine/index.ts';
import { openSegmentLog } from '#server/journal/index.ts';
import type { ShadowReport } from '#server/snapshot/index.ts';
import { ShadowThread, SnapshotStore } from '#server/snapshot/index.ts';
import {
  type OpenedSequencer,
  type OpenSequencerOptions,
  openSequencer,
  type SequencerEvents,
} from './open-sequencer.ts';
import type { StopReason } from './sequencer-options.ts';

const NETWORK = 'test-1';
const MARKET = { seed: 5, accounts: 6, maxOpenOrders: 200 };

let folder: string;
let heard: { reports: ShadowReport[]; stops: StopReason[]; damaged: string[]; warmUps: number };
const stream = new SyntheticCommands(MARKET);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lux-open-'));
  heard = { reports: [], stops: [], damaged: [], warmUps: 0 };
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function listener(): SequencerEvents {
  return {
    repaired: () => undefined,
    damagedSnapshot: ({ path }) => heard.damaged.push(path),
    progress: () => undefined,
    shadow: (report) => heard.reports.push(report),
    stopped: (reason) => heard.stops.push(reason),
  };
}

function options(): OpenSequencerOptions {
  const journalFolder = join(folder, 'journal');
  return {
    openLog: () =>
      openSegmentLog({
        folder: journalFolder,
        network: NETWORK,
        archive: join(folder, 'archive'),
        segmentBytes: 128 * 1_024,
        fromSeq: Number.MAX_SAFE_INTEGER,
      }),
    journalFolder,
    network: NETWORK,
    snapshotFolder: join(folder, 'snapshots'),
    snapshotEvery: 1_000,
    snapshotsKept: 2,
    maxWaiting: 100_000,
    now: () => Date.now(),
    warmUp: () => {
      heard.warmUps += 1;
    },
    listener: listener(),
  };
}

function snapshotFile(seq: number): string {
  return join(folder, 'snapshots', `snapshot-${String(seq).padStart(16, '0')}.bin`);
}

const open = () => openSequencer(options());

/** Executes so many commands, and lets the shadow follow to their end. */
async function run(opened: OpenedSequencer, count: number): Promise<void> {
  const { sequencer, log } = opened;
  for (const command of syntheticSetUp(MARKET).slice(sequencer.lastSeq)) {
    sequencer.submit({ ...command, seq: 0, time: 0 });
  }
  for (let done = 0; done < count; done += 1) {
    sequencer.submit(stream.next(Date.now()));
    if (done % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await new Promise((resolve) => setImmediate(resolve));
  await log.flush();
  await expect
    .poll(
      () => {
        opened.advanceShadow();
        return heard.reports.at(-1)?.seq;
      },
      { timeout: 20_000, interval: 5 },
    )
    .toBe(log.durableSeq);
}

function bytesOf({ state }: OpenedSequencer): Buffer {
  return Buffer.from(encodeState(new EngineView(state)));
}

describe('openSequencer', () => {
  it('recovers, from its snapshots, what it was; and archives what they cover', async () => {
    const first = await open();
    for (let round = 0; round < 5; round += 1) await run(first, 1_500);
    expect(heard.stops).toEqual([]);
    expect(heard.reports.every(({ divergence }) => divergence === null)).toBe(true);
    const { lastSeq } = first.sequencer;
    const state = bytesOf(first);
    await expect.poll(() => readdirSync(join(folder, 'archive')).length).toBeGreaterThan(0);
    await first.close();

    const second = await open();
    expect(second.sequencer.lastSeq).toBe(lastSeq);
    expect(second.recovered.snapshotSeq).toBeGreaterThan(5_000);
    expect(second.recovered.replayed).toBeLessThan(2_500);
    expect(Buffer.compare(bytesOf(second), state)).toBe(0);
    expect(heard.warmUps).toBe(2);
    await run(second, 500);
    expect(heard.stops).toEqual([]);
    await second.close();
  }, 60_000);

  it('begins with an older snapshot when the newest is damaged, and says so', async () => {
    const first = await open();
    for (let round = 0; round < 4; round += 1) await run(first, 1_500);
    const state = bytesOf(first);
    await first.close();
    const [newest = 0] = first.snapshots.seqs();
    const path = snapshotFile(newest);
    const bytes = readFileSync(path);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    writeFileSync(path, bytes);

    const second = await open();
    expect(heard.damaged).toEqual([`${path}.damaged`]);
    expect(Buffer.compare(bytesOf(second), state)).toBe(0);
    await second.close();
  }, 60_000);

  it('looks at the snapshots when it has the journal, not before', async () => {
    const first = await open();
    for (let round = 0; round < 3; round += 1) await run(first, 1_500);
    await first.close();
    const [newest = 0, older = 0] = first.snapshots.seqs();
    const { openLog, ...others } = options();
    const second = await openSequencer({
      ...others,
      async openLog() {
        const opened = await openLog();
        rmSync(snapshotFile(newest));
        return opened;
      },
    });
    expect(second.recovered.snapshotSeq).toBe(older);
    await second.close();
  }, 60_000);

  it('does not begin a journal where there are snapshots', async () => {
    const folderOfJournal = join(folder, 'journal');
    new SnapshotStore(join(folder, 'snapshots')).write({
      seq: 70,
      time: 1,
      chainHash: new Uint8Array(32),
      state: new Uint8Array(8),
    });
    await expect(open()).rejects.toMatchObject({ code: 'recovery/no-journal' });
    await expect(open()).rejects.toThrow(/as of command 70, but no journal: .* Put them back/);
    expect(existsSync(folderOfJournal)).toBe(false);
  });

  it('keeps the journal until it has archived what it was about to', async () => {
    const first = await open();
    const { log } = first;
    const steps: string[] = [];
    let goOn: () => void = () => undefined;
    const slowDisk = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const archiveBefore = log.archiveBefore.bind(log);
    log.archiveBefore = async (seq) => {
      steps.push('begun');
      await slowDisk;
      await archiveBefore(seq);
      steps.push(`archived while the journal was ${log.state}`);
    };
    for (let round = 0; round < 3; round += 1) await run(first, 1_500);
    expect(steps).toEqual(['begun']);
    const endOfShadow = vi.spyOn(ShadowThread.prototype, 'close');
    const closing = first.close();
    await expect.poll(() => endOfShadow.mock.settledResults.length).toBe(1);
    endOfShadow.mockRestore();
    setImmediate(goOn);
    await closing;
    expect(steps).toEqual(['begun', 'archived while the journal was open']);
  }, 60_000);

  it('lets go of the journal when it cannot begin', async () => {
    await (await open()).close();
    const warmUp = () => {
      throw new Error('cannot warm up');
    };
    await expect(openSequencer({ ...options(), warmUp })).rejects.toThrow('cannot warm up');
    const again = await open();
    await again.close();
  }, 30_000);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoadedExchange, openLog } from '#scripts/testing/loaded-exchange.ts';
import { LogGapError, LogMismatchError, Replica } from './replica.ts';
import type { Snapshot } from './snapshot-format.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lux-replica-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Leaves a journal with blocks that end with these commands. */
async function journal({ name, ends }: { name: string; ends: readonly number[] }): Promise<string> {
  const at = join(folder, name);
  const exchange = await LoadedExchange.begin(at, name.length);
  let last = 0;
  for (const end of ends) {
    await exchange.run(end - last);
    last = end;
  }
  await exchange.close();
  return at;
}

/** Executes a journal's commands from one on, as far as a replica takes them. */
async function follow(replica: Replica, { at, fromSeq }: { at: string; fromSeq: number }) {
  const { log } = await openLog(at);
  try {
    for await (const block of log.read(fromSeq)) replica.apply(block);
  } finally {
    await log.close();
  }
}

async function snapshotOf(at: string): Promise<Snapshot> {
  const replica = new Replica(null);
  await follow(replica, { at, fromSeq: 1 });
  return replica.snapshot();
}

describe('a replica that begins with a snapshot', () => {
  it('goes on with the log that it was made of, also right behind it', async () => {
    const at = await journal({ name: 'own', ends: [20, 30, 45] });
    const replica = new Replica(null);
    const snapshots: Snapshot[] = [];
    const { log } = await openLog(at);
    for await (const block of log.read(1)) {
      replica.apply(block);
      snapshots.push(replica.snapshot());
    }
    await log.close();
    expect(snapshots.map(({ seq }) => seq)).toEqual([20, 30, 45]);
    for (const snapshot of snapshots) {
      for (const fromSeq of [1, snapshot.seq, snapshot.seq + 1]) {
        const again = new Replica(snapshot);
        await follow(again, { at, fromSeq });
        expect(again.snapshot()).toEqual(snapshots[2]);
      }
    }
  });

  it('refuses a block of another log, wherever it begins and ends', async () => {
    const snapshot = await snapshotOf(await journal({ name: 'own', ends: [30] }));
    const cases = [
      { name: 'ends there', ends: [30, 40], fromSeq: 1 },
      { name: 'straddles it', ends: [10, 40], fromSeq: 1 },
      { name: 'is right behind', ends: [30, 40], fromSeq: 31 },
    ];
    for (const { name, ends, fromSeq } of cases) {
      const at = await journal({ name, ends });
      const following = follow(new Replica(snapshot), { at, fromSeq });
      await expect(following, name).rejects.toThrow(LogMismatchError);
    }
  });

  it('refuses a log that goes on later', async () => {
    const snapshot = await snapshotOf(await journal({ name: 'own', ends: [30] }));
    const at = await journal({ name: 'other', ends: [40, 50] });
    const following = follow(new Replica(snapshot), { at, fromSeq: 41 });
    await expect(following).rejects.toThrow(LogGapError);
  });
});

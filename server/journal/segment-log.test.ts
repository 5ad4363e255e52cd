import { describe, expect, test } from 'vitest';
import { describeCommandLog, type LogUnderTest } from '#scripts/testing/command-log-contract.ts';
import { sampleCommands } from '#scripts/testing/sample-commands.ts';
import { type DiskFault, SimulatedDisk } from '#scripts/testing/simulated-disk.ts';
import type { JournalFiles } from './journal-files.ts';
import { openSegmentLog } from './open-segment-log.ts';
import { RecordBatch } from './record-batch.ts';

/** Holds writes back until it is told otherwise. */
class Valve {
  #opened: Promise<void> = Promise.resolve();
  #open: () => void = () => undefined;

  shut(): void {
    this.#opened = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(): void {
    this.#open();
  }

  through(): Promise<void> {
    return this.#opened;
  }
}

function throughValve(files: JournalFiles, valve: Valve): JournalFiles {
  return {
    lock: (folder) => files.lock(folder),
    list: (folder) => files.list(folder),
    makeFolder: (folder) => files.makeFolder(folder),
    openForReading: (path) => files.openForReading(path),
    link: (from, to) => files.link(from, to),
    rename: (from, to) => files.rename(from, to),
    remove: (path) => files.remove(path),
    syncFolder: (folder) => files.syncFolder(folder),
    async openForWriting(path, mode) {
      const file = await files.openForWriting(path, mode);
      return {
        async write(bytes, position) {
          await valve.through();
          return await file.write(bytes, position);
        },
        close: () => file.close(),
      };
    },
  };
}

/** Segment files on a simulated disk, small enough that a few dozen records fill one. */
function segmentFiles(): LogUnderTest {
  let nextFault: DiskFault | null = null;
  const disk = new SimulatedDisk({
    random: () => 0.25,
    faultOf: (_, operation) => {
      if (operation !== 'write' || nextFault === null) return null;
      const fault = nextFault;
      nextFault = null;
      return fault;
    },
  });
  const valve = new Valve();
  return {
    async open() {
      const { log } = await openSegmentLog({
        folder: '/journal',
        network: 'test',
        segmentBytes: 16_384,
        bufferBytes: 131_072,
        files: throughValve(disk, valve),
      });
      return log;
    },
    stall: () => valve.shut(),
    resume: () => valve.open(),
    breakStorage: (how) => {
      nextFault = how === 'full' ? 'ENOSPC' : 'EIO';
    },
  };
}

describeCommandLog('a log of segment files', segmentFiles);

/** A log of several segments on a disk of its own. */
async function severalSegments() {
  const disk = new SimulatedDisk({ random: () => 0.25 });
  const { log } = await openSegmentLog({
    folder: '/journal',
    network: 'test',
    segmentBytes: 4_096,
    bufferBytes: 16_384,
    files: disk,
  });
  const batch = new RecordBatch(4_096);
  for (let seq = 1; seq < 200; seq += 10) {
    batch.clear();
    for (const command of sampleCommands(seq, 10)) batch.append(command);
    log.append(batch, log.lastSeq);
    await log.flush();
  }
  return { disk, log };
}

async function microtasks(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await Promise.resolve();
}

describe('archiving', () => {
  test('while it is under way anyway comes after that', async () => {
    for (let later = 0; later < 40; later += 1) {
      const { log } = await severalSegments();
      const first = log.archiveBefore(150);
      await microtasks(later);
      await Promise.all([first, log.archiveBefore(180)]);
      expect(log.firstSeq).toBeGreaterThan(100);
      await log.close();
    }
  });

  test('is over when the log is closed', async () => {
    const { disk, log } = await severalSegments();
    const archiving = log.archiveBefore(180);
    await log.close();
    const { operations } = disk;
    await archiving;
    expect(disk.operations).toBe(operations);
    expect(log.firstSeq).toBeGreaterThan(100);
  });
});

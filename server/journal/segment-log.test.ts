import { describeCommandLog, type LogUnderTest } from '#scripts/testing/command-log-contract.ts';
import { type DiskFault, SimulatedDisk } from '#scripts/testing/simulated-disk.ts';
import type { JournalFiles } from './journal-files.ts';
import { openSegmentLog } from './open-segment-log.ts';

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

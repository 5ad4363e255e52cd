import { describe, expect, test } from 'vitest';
import { SimulatedDisk } from '#scripts/testing/simulated-disk.ts';
import { archiveSegments } from './archive-segments.ts';
import type { JournalFiles } from './journal-files.ts';
import { segmentName } from './segment-name.ts';

const FOLDER = '/journal';
const ARCHIVE = '/journal/archive';

/** Segments that begin with records 1, 11, 21 and 31. */
function disk(fails = 0): SimulatedDisk {
  const random = () => 0;
  const faultOf = (count: number) => (count === fails ? ('EIO' as const) : null);
  const made = new SimulatedDisk({ random, faultOf });
  for (const seq of [1, 11, 21, 31]) made.place(`${FOLDER}/${segmentName(seq)}`, new Uint8Array(8));
  made.place(`${FOLDER}/spare.lxj`, new Uint8Array(8));
  return made;
}

describe('records before a number are let go of by whole segments', () => {
  test.each([
    [1, [1, 11, 21, 31]],
    [10, [1, 11, 21, 31]],
    [11, [11, 21, 31]],
    [20, [11, 21, 31]],
    [21, [21, 31]],
    [31, [31]],
    [1_000, [31]],
  ])('before %i', async (beforeSeq, left) => {
    for (const archive of [ARCHIVE, null]) {
      const files = disk();
      const options = { files, folder: FOLDER, archive, beforeSeq };
      expect(await archiveSegments(options)).toBe(left[0]);
      expect(files.list(FOLDER)).toEqual(['spare.lxj', ...left.map(segmentName)].toSorted());
      const gone = archive === null ? [] : [1, 11, 21, 31].filter((seq) => !left.includes(seq));
      expect(files.list(ARCHIVE)).toEqual(gone.map(segmentName));
    }
  });
});

test('what is left after an interruption has no gap', async () => {
  for (let fails = 2; fails <= 5; fails += 1) {
    const files = disk(fails);
    const options = { files, folder: FOLDER, archive: null, beforeSeq: 31 };
    await expect(archiveSegments(options)).rejects.toThrowError('EIO');
    const left = files.list(FOLDER).filter((name) => name !== 'spare.lxj');
    expect(left).toEqual([1, 11, 21, 31].slice(4 - left.length).map(segmentName));
  }
});

/** A disk that notes what is asked of it. */
function noting(files: SimulatedDisk): { readonly files: JournalFiles; readonly noted: string[] } {
  const noted: string[] = [];
  const note = (what: string, path: string) => void noted.push(`${what} ${path}`);
  return {
    noted,
    files: {
      lock: () => files.lock(),
      list: (folder) => files.list(folder),
      makeFolder: () => files.makeFolder(),
      openForReading: (path) => files.openForReading(path),
      openForWriting: (path, mode) => files.openForWriting(path, mode),
      rename: (from, to) => files.rename(from, to),
      link(from, to) {
        note('link', to);
        return files.link(from, to);
      },
      remove(path) {
        note('remove', path);
        return files.remove(path);
      },
      syncFolder(folder) {
        note('sync', folder);
        return files.syncFolder();
      },
    },
  };
}

test('a segment is safe in the archive before it leaves the journal', async () => {
  const { files, noted } = noting(disk());
  await archiveSegments({ files, folder: FOLDER, archive: ARCHIVE, beforeSeq: 21 });
  expect(noted).toEqual([
    `link ${ARCHIVE}/${segmentName(1)}`,
    `link ${ARCHIVE}/${segmentName(11)}`,
    `sync ${ARCHIVE}`,
    `remove ${FOLDER}/${segmentName(1)}`,
    `remove ${FOLDER}/${segmentName(11)}`,
    `sync ${FOLDER}`,
  ]);
});

test('a file in the archive is never written over', async () => {
  const files = disk();
  const [ours, theirs] = [`${FOLDER}/${segmentName(11)}`, `${ARCHIVE}/${segmentName(11)}`];
  for (const other of [new Uint8Array(8).fill(7), new Uint8Array(4)]) {
    files.place(theirs, other);
    await expect(
      archiveSegments({ files, folder: FOLDER, archive: ARCHIVE, beforeSeq: 31 }),
    ).rejects.toThrowError(/cannot be archived.*another file of that name/);
    expect(files.contentOf(theirs)).toEqual(other);
    expect(files.contentOf(ours)).toEqual(new Uint8Array(8));
  }
});

test('archiving goes on after an interruption at any operation', async () => {
  const options = { folder: FOLDER, archive: ARCHIVE, beforeSeq: 31 };
  const whole = disk();
  await archiveSegments({ files: whole, ...options });
  expect(whole.operations).toBeGreaterThan(8);
  for (let fails = 1; fails <= whole.operations; fails += 1) {
    const files = disk(fails);
    await expect(archiveSegments({ files, ...options })).rejects.toThrowError('EIO');
    const restarted = files.afterCrash({ random: () => 0 });
    expect(await archiveSegments({ files: restarted, ...options })).toBe(31);
    expect(restarted.list(ARCHIVE)).toEqual([1, 11, 21].map(segmentName));
    expect(restarted.list(FOLDER)).toEqual(['spare.lxj', segmentName(31)].toSorted());
  }
});

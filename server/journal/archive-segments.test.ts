import { describe, expect, test } from 'vitest';
import { SimulatedDisk } from '#scripts/testing/simulated-disk.ts';
import { archiveSegments } from './archive-segments.ts';
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

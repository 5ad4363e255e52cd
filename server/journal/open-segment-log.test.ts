import { describe, expect, test } from 'vitest';
import { readRecordBytes } from '#scripts/testing/read-commands.ts';
import { sampleCommands } from '#scripts/testing/sample-commands.ts';
import {
  type DiskFault,
  type DiskOperation,
  SimulatedDisk,
} from '#scripts/testing/simulated-disk.ts';
import type { CommandLog } from './command-log.ts';
import { openSegmentLog } from './open-segment-log.ts';
import { RecordBatch } from './record-batch.ts';
import { SPARE_NAME, segmentName } from './segment-name.ts';

const FOLDER = '/journal';
/** Fits about forty records, so that a run goes through several segments. */
const SEGMENT_BYTES = 4_096;
const RECORDS = 150;

/** A small deterministic generator of numbers in [0, 1) (SplitMix32). */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

function openOn(disk: SimulatedDisk) {
  return openSegmentLog({
    folder: FOLDER,
    network: 'test',
    segmentBytes: SEGMENT_BYTES,
    bufferBytes: 4 * SEGMENT_BYTES,
    files: disk,
  });
}

/** Appends batches of random sizes and waits for some of them, until all is written or it fails. */
async function work(log: CommandLog, random: () => number): Promise<void> {
  const batch = new RecordBatch(SEGMENT_BYTES);
  while (log.lastSeq < RECORDS) {
    batch.clear();
    const count = Math.min(1 + Math.floor(random() * 8), RECORDS - log.lastSeq);
    for (const command of sampleCommands(log.lastSeq + 1, count)) batch.append(command);
    log.append(batch, log.lastSeq);
    if (random() < 0.7) await log.flush();
  }
  await log.flush();
}

/** Works on a disk until it is done or the disk fails; gives the last number acknowledged. */
async function workUntilFailure(disk: SimulatedDisk, random: () => number): Promise<number> {
  let acknowledged = 0;
  try {
    const { log } = await openOn(disk);
    acknowledged = log.durableSeq;
    log.listen({
      durable: (seq) => {
        acknowledged = seq;
      },
      room: () => undefined,
      stopped: () => undefined,
    });
    try {
      await work(log, random);
    } finally {
      await log.close();
    }
  } catch (error) {
    expect(error).toMatchObject({ code: expect.stringMatching(/^journal\/(disk-full|io-error)$/) });
  }
  return acknowledged;
}

/** Everything acknowledged is there, in order, nothing twice; and the journal can be continued. */
async function expectIntact(disk: SimulatedDisk, acknowledged: number): Promise<void> {
  const { log } = await openOn(disk);
  expect(log.lastSeq).toBeGreaterThanOrEqual(acknowledged);
  expect(await holdsExactly(log, log.lastSeq)).toBe(true);
  await work(log, () => 0.4);
  expect(await holdsExactly(log, RECORDS)).toBe(true);
  await log.close();
  const again = await openOn(disk);
  expect([again.log.lastSeq, again.repaired]).toEqual([RECORDS, null]);
  await again.log.close();
}

/** Whether the log holds the records from 1 up to a number, byte by byte, and no others. */
async function holdsExactly(log: CommandLog, lastSeq: number): Promise<boolean> {
  const batch = new RecordBatch(32_768);
  for (const command of sampleCommands(1, lastSeq)) batch.append(command);
  const expected = batch.memory.bytes.subarray(0, batch.byteLength);
  return Buffer.compare(await readRecordBytes(log.read(1)), expected) === 0;
}

/** How many disk operations an undisturbed run has. */
async function operationsOfRun(seed: number): Promise<number> {
  const disk = new SimulatedDisk({ random: randomFrom(seed) });
  expect(await workUntilFailure(disk, randomFrom(seed))).toBe(RECORDS);
  return disk.operations;
}

const SOAK = process.env.SOAK === '1';
const seeds = SOAK ? Array.from({ length: 200 }, (_, seed) => seed) : [1, 15];
const timeout = SOAK ? 600_000 : 30_000;

describe.each(seeds)(
  'seed %i: a failure at any operation loses nothing acknowledged',
  { timeout },
  (seed) => {
    test.each(['power', 'EIO', 'ENOSPC'] as const)('%s', async (fault) => {
      const operations = await operationsOfRun(seed);
      expect(operations).toBeGreaterThan(50);
      for (let failing = 1; failing <= operations; failing += 1) {
        const random = randomFrom(seed * 1_000 + failing);
        const faultOf = (count: number) => (count === failing ? fault : null);
        const disk = new SimulatedDisk({ random, faultOf });
        const acknowledged = await workUntilFailure(disk, randomFrom(seed));
        await expectIntact(disk.afterPowerFailure({ random }), acknowledged);
        if (fault === 'power') continue;
        const restarted = disk.afterCrash({ random });
        await expectIntact(restarted, acknowledged);
        await expectIntact(restarted.afterPowerFailure({ random }), RECORDS);
      }
    });

    test('power that fails again while the journal is repaired', async () => {
      const operations = await operationsOfRun(seed);
      for (let failing = 1; failing <= operations; failing += 1) {
        const random = randomFrom(seed * 2_000 + failing);
        const once = (at: number) => (count: number) => (count === at ? ('power' as const) : null);
        const first = new SimulatedDisk({ random, faultOf: once(failing) });
        const acknowledged = await workUntilFailure(first, randomFrom(seed));
        const again = 1 + Math.floor(random() * 40);
        const second = first.afterPowerFailure({ random, faultOf: once(again) });
        const since = await workUntilFailure(second, randomFrom(seed + 1));
        const third = second.afterPowerFailure({ random });
        await expectIntact(third, Math.max(acknowledged, since));
      }
    });
  },
);

test('short writes are completed', async () => {
  const random = randomFrom(7);
  const faultOf = (_: number, operation: DiskOperation): DiskFault | null =>
    operation === 'write' && random() < 0.8 ? 'short' : null;
  const disk = new SimulatedDisk({ random, faultOf });
  expect(await workUntilFailure(disk, randomFrom(7))).toBe(RECORDS);
  await expectIntact(disk.afterPowerFailure({ random }), RECORDS);
});

test('a segment whose name could not be made durable is safe after opening again', async () => {
  // Of everything that is not yet safe, nothing survives a loss of power.
  const random = () => 0;
  const faultOf = (_: number, operation: DiskOperation): DiskFault | null =>
    operation === 'sync-folder' && disk.list(FOLDER).length > 0 ? 'EIO' : null;
  const disk: SimulatedDisk = new SimulatedDisk({ random, faultOf });
  expect(await workUntilFailure(disk, randomFrom(1))).toBe(0);
  const restarted = disk.afterCrash({ random });
  const { log } = await openOn(restarted);
  const batch = new RecordBatch();
  for (const command of sampleCommands(1, 3)) batch.append(command);
  log.append(batch, 0);
  await log.close();
  await expectIntact(restarted.afterPowerFailure({ random }), 3);
});

test('a disk that is full while the next segment is prepared stops the log when it is needed', async () => {
  const random = randomFrom(3);
  let creations = 0;
  const disk = new SimulatedDisk({
    random,
    faultOf: (_, operation) => {
      if (operation === 'open') creations += 1;
      return operation === 'write' && creations >= 2 ? 'ENOSPC' : null;
    },
  });
  const { log } = await openOn(disk);
  await expect(work(log, random)).rejects.toThrowError(
    expect.objectContaining({ code: 'journal/disk-full' }),
  );
  expect(log.state).toBe('full');
  const acknowledged = log.durableSeq;
  await log.close();
  await expectIntact(disk.afterPowerFailure({ random }), acknowledged);
});

test('a disk that was full only while the spare was made is used when there is room again', async () => {
  const random = randomFrom(5);
  let isFull = false;
  let refused = 0;
  const disk = new SimulatedDisk({
    random,
    faultOf: (_, operation) => {
      // The spare of the second segment is created when the first one has begun.
      if (operation !== 'write' || !isFull) return null;
      refused += 1;
      isFull = false;
      return 'ENOSPC';
    },
  });
  const { log } = await openOn(disk);
  isFull = true;
  // The spare begins to be written as soon as it was made, before anything is appended.
  while (refused === 0) await new Promise((resolve) => setImmediate(resolve));
  while (disk.list(FOLDER).includes(SPARE_NAME)) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  await work(log, random);
  expect([log.state, log.durableSeq]).toEqual(['open', RECORDS]);
  await log.close();
  await expectIntact(disk.afterPowerFailure({ random }), RECORDS);
});

describe('a journal is not begun anew', () => {
  const random = () => 0.5;
  const refused = expect.objectContaining({
    code: 'journal/record-gone',
    message: expect.stringContaining('although there was one'),
  });

  test('where the archive holds segments', async () => {
    const disk = new SimulatedDisk({ random });
    disk.place(`${FOLDER}/archive/${segmentName(1)}`, new Uint8Array(8));
    await expect(openOn(disk)).rejects.toThrowError(refused);
    expect(disk.list(FOLDER)).toEqual([]);
    disk.erase(`${FOLDER}/archive/${segmentName(1)}`);
    await (await openOn(disk)).log.close();
  });
});

test.each([
  ['ENOSPC', 'journal/disk-full'],
  ['EACCES', 'journal/io-error'],
])('a folder that cannot be taken for %s is reported as such', async (code, expected) => {
  const disk = new SimulatedDisk({ random: () => 0.5 });
  disk.lock = () => {
    throw Object.assign(new Error(code), { code });
  };
  await expect(openOn(disk)).rejects.toThrowError(expect.objectContaining({ code: expected }));
});

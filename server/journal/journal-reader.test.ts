import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { sampleCommands } from '#scripts/testing/sample-commands.ts';
import { SimulatedDisk } from '#scripts/testing/simulated-disk.ts';
import { JournalError } from './journal-error.ts';
import { openJournalReader } from './journal-reader.ts';
import { openSegmentLog } from './open-segment-log.ts';
import { RecordBatch } from './record-batch.ts';
import { seal } from './seal.ts';
import { segmentName } from './segment-name.ts';

const SOAK = process.env.SOAK === '1';
const timeout = SOAK ? 600_000 : 30_000;

const FOLDER = '/journal';
const SEGMENT_BYTES = 3_072;
/** The last block, of several sectors and several records. */
const LAST_BLOCK_RECORDS = 15;

/** Records of each block; the segments begin with records 1, 34 and 64. */
const BLOCKS = [10, 8, 6, 9, 7, 8, 9, 6, 4, 2, LAST_BLOCK_RECORDS];
const LAST_SEGMENT = segmentName(64);

const options = { random: () => 0.5 };

/** A journal of three segments; the last has three blocks, and zeros behind them. */
async function sampleDisk(): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk(options);
  const { log } = await openOn(disk);
  const batch = new RecordBatch(2 * SEGMENT_BYTES);
  for (const count of BLOCKS) {
    batch.clear();
    for (const command of sampleCommands(log.lastSeq + 1, count)) batch.append(command);
    log.append(batch, log.lastSeq);
    await log.flush();
  }
  await log.close();
  return disk;
}

function openOn(disk: SimulatedDisk, network = 'test') {
  const sizes = { segmentBytes: SEGMENT_BYTES, bufferBytes: 4 * SEGMENT_BYTES };
  return openSegmentLog({ folder: FOLDER, network, ...sizes, files: disk });
}

type Found = {
  readonly lastSeq: number;
  /** `clean` or `torn`, or the error. */
  readonly end: string;
  readonly error: JournalError | null;
};

/** Reads all that can be read. */
function readAll(disk: SimulatedDisk): Found {
  const reader = openJournalReader({ folder: FOLDER, network: 'test', files: disk });
  let lastSeq = 0;
  try {
    for (let block = reader.next(); block !== null; block = reader.next()) {
      lastSeq = block.firstSeq + block.count - 1;
    }
    return { lastSeq, end: reader.position?.tail.kind ?? 'nothing', error: null };
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    return { lastSeq, end: error.code, error };
  } finally {
    reader.close();
  }
}

/** Where a file's last block begins and ends. */
type LastBlock = { readonly path: string; readonly from: number; readonly to: number };

let disk: SimulatedDisk;
let paths: readonly string[];
let last: LastBlock;
let lastSeq: number;

beforeAll(async () => {
  disk = await sampleDisk();
  paths = disk
    .list(FOLDER)
    .toSorted()
    .map((name) => join(FOLDER, name));
  const reader = openJournalReader({ folder: FOLDER, network: 'test', files: disk });
  while (reader.next() !== null);
  const end = reader.position;
  if (end === null) throw new Error('there is a journal');
  lastSeq = end.lastSeq;
  last = { path: join(FOLDER, end.name), from: end.offset - end.lastBlockBytes, to: end.offset };
});

/** The same journal with other bytes in one file. */
function withChange(path: string, change: (bytes: Uint8Array) => void): SimulatedDisk {
  const changed = disk.afterCrash(options);
  const bytes = disk.contentOf(path);
  change(bytes);
  changed.place(path, bytes);
  return changed;
}

test('a sound journal is read to its end', () => {
  expect(paths.length).toBe(3);
  expect([lastSeq, last.path]).toEqual([84, join(FOLDER, LAST_SEGMENT)]);
  expect(last.from).toBeGreaterThan(512);
  expect(last.to - last.from).toBeGreaterThan(2 * 512);
  expect(readAll(disk)).toEqual({ lastSeq, end: 'clean', error: null });
});

describe('an unfinished last write', () => {
  test('cut off after any number of bytes is a torn tail', () => {
    for (let length = 0; length < last.to - last.from; length += 1) {
      const torn = withChange(last.path, (bytes) => bytes.fill(0, last.from + length));
      const end = length === 0 ? 'clean' : 'torn';
      const expected = { lastSeq: lastSeq - LAST_BLOCK_RECORDS, end, error: null };
      expect(readAll(torn), `${length} bytes`).toEqual(expected);
    }
  });

  test('of which only some sectors were stored is a torn tail', () => {
    const first = Math.floor(last.from / 512);
    const count = Math.ceil(last.to / 512) - first;
    for (let kept = 0; kept < 2 ** count - 1; kept += 1) {
      const torn = withChange(last.path, (bytes) => {
        for (let sector = 0; sector < count; sector += 1) {
          if ((kept >> sector) & 1) continue;
          const from = Math.max((first + sector) * 512, last.from);
          bytes.fill(0, from, Math.min((first + sector + 1) * 512, last.to));
        }
      });
      const { lastSeq: read, end } = readAll(torn);
      expect([read, end]).toEqual([lastSeq - LAST_BLOCK_RECORDS, kept === 0 ? 'clean' : 'torn']);
    }
  });

  test('is cut off by opening, reported, and written over', async () => {
    const torn = withChange(last.path, (bytes) => bytes.fill(0, last.from + 697));
    const { log, repaired } = await openOn(torn);
    expect(repaired).toEqual({ file: LAST_SEGMENT, offset: last.from, lostBytes: 697 });
    expect(log.lastSeq).toBe(lastSeq - LAST_BLOCK_RECORDS);
    const batch = new RecordBatch();
    for (const command of sampleCommands(log.lastSeq + 1, 1)) batch.append(command);
    log.append(batch, log.lastSeq);
    await log.close();
    const { end, lastSeq: read } = readAll(torn);
    expect([end, read]).toEqual(['clean', lastSeq - LAST_BLOCK_RECORDS + 1]);
  });

  test('before a block that was finished is damage', () => {
    const sector = 512;
    const damaged = withChange(last.path, (bytes) => bytes.fill(0, sector, 2 * sector));
    expect(last.from).toBeGreaterThan(sector);
    expect(readAll(damaged).end).toBe('journal/damaged');
  });

  test('in a segment that another one follows is damage', () => {
    const path = paths[1] ?? '';
    const damaged = withChange(path, (bytes) => bytes.fill(0, 600));
    expect(readAll(damaged).end).toBe('journal/damaged');
  });
});

describe('a flipped bit', { timeout }, () => {
  /** Flips bits of every byte of a file from an offset on: one of each, all of them in a soak run. */
  function flips(path: string, from: number, to: number): readonly (readonly [string, Found])[] {
    const found: (readonly [string, Found])[] = [];
    for (let at = from; at < to; at += 1) {
      const bits = SOAK ? [0, 1, 2, 3, 4, 5, 6, 7] : [(at * 5) % 8];
      for (const bit of bits) {
        const flipped = withChange(path, (bytes) => {
          bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        });
        found.push([`byte ${at} bit ${bit}`, readAll(flipped)]);
      }
    }
    return found;
  }

  test.each([0, 1])('anywhere in segment %i, which others follow, is damage', (index) => {
    for (const [where, { end, error }] of flips(paths[index] ?? '', 0, SEGMENT_BYTES)) {
      expect(end, where).toMatch(/^journal\/(damaged|unsupported-version|wrong-network)$/);
      expect(error?.message, where).toMatch(/journal-\d{16}\.lxj/);
      expect(error?.fix, where).not.toBe('');
    }
  });

  test('anywhere in what was written to the last segment is damage, the last block included', () => {
    for (const [where, { end }] of flips(last.path, 0, last.to)) {
      expect(end, where).toMatch(/^journal\/(damaged|unsupported-version|wrong-network)$/);
    }
  });

  test('in the zeros behind the last block loses nothing and is treated as a torn tail', () => {
    for (const [where, found] of flips(last.path, last.to, SEGMENT_BYTES)) {
      expect(found, where).toEqual({ lastSeq, end: 'torn', error: null });
    }
  });

  test('names the file, the offset and the record', () => {
    const damaged = withChange(last.path, (bytes) => {
      // In the signature of the first record of the last block, an order of 160 bytes.
      const at = last.from + 64 + 100;
      bytes[at] = (bytes[at] ?? 0) ^ 8;
    });
    const { error } = readAll(damaged);
    expect(error?.message).toContain(
      `${LAST_SEGMENT} is damaged at offset ${last.from + 64}, record 70: a record's checksum is wrong.`,
    );
  });
});

describe('a segment that is shorter than it was made', () => {
  test.each([0, 1, 2])('is damage, never a torn tail: segment %i', async (index) => {
    const path = paths[index] ?? '';
    for (const byteLength of [300, 1_500, SEGMENT_BYTES - 1]) {
      const cut = disk.afterCrash(options);
      cut.place(path, disk.contentOf(path).slice(0, byteLength));
      const { error } = readAll(cut);
      expect(error?.code).toBe('journal/damaged');
      expect(error?.message).toContain(`at offset ${byteLength}`);
      const refused = expect.objectContaining({ code: 'journal/damaged' });
      await expect(openOn(cut)).rejects.toThrowError(refused);
      expect(cut.contentOf(path).length).toBe(byteLength);
    }
  });
});

describe('segments', () => {
  test('a missing one in between is damage that names the records', () => {
    const damaged = disk.afterCrash(options);
    damaged.erase(paths[1] ?? '');
    const { error } = readAll(damaged);
    expect(error?.code).toBe('journal/damaged');
    expect(error?.message).toMatch(/Records 34 to 63 are missing/);
  });

  test('one of another journal with the same numbers breaks the chain', async () => {
    const other = new SimulatedDisk(options);
    const { log } = await openOn(other);
    const batch = new RecordBatch(2 * SEGMENT_BYTES);
    for (const count of BLOCKS) {
      batch.clear();
      for (const command of sampleCommands(log.lastSeq + 1, count)) {
        batch.append({ ...command, time: command.time + 1 });
      }
      log.append(batch, log.lastSeq);
      await log.flush();
    }
    await log.close();
    const mixed = withChange(last.path, (bytes) => bytes.set(other.contentOf(last.path)));
    expect(readAll(mixed).error?.message).toMatch(/does not continue the hash chain of journal-/);
  });

  test('a record that was changed and sealed anew breaks the chain at the next block', () => {
    const forged = withChange(last.path, (bytes) => {
      // The account in the first record of the segment's first block, a cancel.
      const block = new Uint32Array(bytes.buffer, 256, 80);
      const record = block.subarray(16, 16 + ((block[16] ?? 0) & 0xffff) / 4);
      record[10] = 1 + (record[10] ?? 0);
      seal(record, 0, record.length);
    });
    expect(readAll(forged).error?.message).toMatch(
      /record 68: .* does not continue the hash chain/,
    );
  });

  test('another network is refused', async () => {
    await expect(openOn(disk.afterCrash(options), 'main')).rejects.toThrowError(
      expect.objectContaining({ code: 'journal/wrong-network' }),
    );
  });

  test.each([0, 2])('a file of format version %i is refused with what to do', (version) => {
    const foreign = withChange(paths[0] ?? '', (bytes) => {
      bytes[8] = version;
    });
    const { error } = readAll(foreign);
    expect(error?.code).toBe('journal/unsupported-version');
    expect(error?.fix).toMatch(/version that wrote it/);
    // A newer version cannot go on from a snapshot without the journal that it was made of.
    expect(error?.fix).not.toMatch(/snapshot|away/);
  });

  test('reading from a number begins in its segment; an archived number is refused', () => {
    const later = disk.afterCrash(options);
    later.erase(paths[0] ?? '');
    const reader = openJournalReader({ folder: FOLDER, network: null, fromSeq: 45, files: later });
    expect(reader.next()?.firstSeq).toBe(41);
    const archived = openJournalReader({ folder: FOLDER, network: null, fromSeq: 3, files: later });
    expect(() => archived.next()).toThrowError(
      expect.objectContaining({ code: 'journal/record-gone' }),
    );
  });
});

test('a reader follows a journal while it is written, as far as it is durable', async () => {
  const growing = new SimulatedDisk(options);
  const { log } = await openOn(growing);
  const reader = openJournalReader({ folder: FOLDER, network: 'test', files: growing });
  const batch = new RecordBatch(2 * SEGMENT_BYTES);
  let read = 0;
  for (let round = 0; round < 40; round += 1) {
    expect(reader.next(log.durableSeq)).toBe(null);
    batch.clear();
    for (const command of sampleCommands(log.lastSeq + 1, 5)) batch.append(command);
    log.append(batch, log.lastSeq);
    await log.flush();
    expect(reader.next(log.durableSeq - 5)).toBe(null);
    const block = reader.next(log.durableSeq);
    expect([block?.firstSeq, block?.count]).toEqual([read + 1, 5]);
    read += 5;
  }
  expect(growing.list(FOLDER).length).toBeGreaterThan(3);
  await log.close();
});

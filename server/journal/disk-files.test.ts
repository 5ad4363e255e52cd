import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readCommands } from '#scripts/testing/read-commands.ts';
import { sampleCommands } from '#scripts/testing/sample-commands.ts';
import type { CommandLog } from './command-log.ts';
import { diskFiles } from './disk-files.ts';
import { openSegmentLog } from './open-segment-log.ts';
import { RecordBatch } from './record-batch.ts';
import { segmentName } from './segment-name.ts';

let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'journal-'));
  folder = join(parent, 'journal');
});

afterEach(() => rmSync(parent, { recursive: true }));

function openOnDisk() {
  return openSegmentLog({ folder, network: 'test', segmentBytes: 16_384, bufferBytes: 65_536 });
}

async function append(log: CommandLog, count: number): Promise<void> {
  const batch = new RecordBatch();
  for (const command of sampleCommands(log.lastSeq + 1, count)) batch.append(command);
  log.append(batch, log.lastSeq);
  await log.flush();
}

test('a journal on the disk of this machine is written, archived and read again', async () => {
  const { log } = await openOnDisk();
  for (let round = 0; round < 20; round += 1) await append(log, 50);
  await expect(openOnDisk()).rejects.toThrowError(
    expect.objectContaining({ code: 'journal/locked' }),
  );
  await log.archiveBefore(500);
  await log.close();
  expect(diskFiles.list(folder).toSorted()[0]).toBe('archive');
  expect(diskFiles.list(join(folder, 'archive'))).toContain(segmentName(1));
  const { log: again, repaired } = await openOnDisk();
  expect([again.lastSeq, repaired]).toEqual([1_000, null]);
  const { firstSeq } = again;
  expect(firstSeq).toBeGreaterThan(1);
  expect(await readCommands(again.read(firstSeq))).toEqual(
    sampleCommands(firstSeq, 1_001 - firstSeq),
  );
  await again.close();
});

test('writing goes where it is told and replaces only that', async () => {
  diskFiles.makeFolder(folder);
  const path = join(folder, 'file');
  const file = await diskFiles.openForWriting(path, 'create');
  expect(await file.write(new Uint8Array([1, 2, 3, 4]), 0)).toBe(4);
  expect(await file.write(new Uint8Array([9]), 2)).toBe(1);
  await file.close();
  expect([...readFileSync(path)]).toEqual([1, 2, 9, 4]);
  await expect(diskFiles.openForWriting(path, 'create')).rejects.toMatchObject({ code: 'EEXIST' });
  const reading = diskFiles.openForReading(path);
  const into = new Uint8Array(8);
  expect([reading.size(), reading.read(into, 1)]).toEqual([4, 3]);
  expect([...into.subarray(0, 3)]).toEqual([2, 9, 4]);
  reading.close();
});

test('a folder that is not there has no files, and removing nothing is no error', async () => {
  expect(diskFiles.list(folder)).toEqual([]);
  await diskFiles.remove(join(parent, 'nothing'));
});

test('a second name is given only where no file has it', async () => {
  diskFiles.makeFolder(folder);
  const [one, other, both] = ['one', 'other', 'both'].map((name) => join(folder, name));
  if (one === undefined || other === undefined || both === undefined) throw new Error('three');
  writeFileSync(one, 'first');
  writeFileSync(other, 'second');
  expect(await diskFiles.link(one, other)).toBe(false);
  expect(await diskFiles.link(one, both)).toBe(true);
  const contents = [one, other, both].map((path) => readFileSync(path, 'utf8'));
  expect(contents).toEqual(['first', 'second', 'first']);
  await expect(diskFiles.link(join(folder, 'none'), join(folder, 'new'))).rejects.toMatchObject({
    code: 'ENOENT',
  });
});

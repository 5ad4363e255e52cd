import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournalReader } from '#server/journal/index.ts';
import { ExplainedReader } from './explained-reader.ts';
import { FIRST_SEGMENT, TemporaryJournals } from './temporary-journals.ts';

let journals: TemporaryJournals;
let file: string;
/** The first segment as it was written, its records 11 to 15 in a last block. */
let whole: Buffer;
let end: number;

beforeEach(async () => {
  journals = new TemporaryJournals();
  await journals.write();
  file = join(journals.folder, FIRST_SEGMENT);
  whole = readFileSync(file);
  end = journals.endOffset();
  writeFileSync(join(journals.folder, 'journal.lock'), 'left by a process');
});

afterEach(() => journals.remove());

/** Reads all there is; `pause` is what happens in the meantime. */
function readAll(pause: () => void): number {
  const { folder } = journals;
  const reader = new ExplainedReader(folder, openJournalReader({ folder, network: null }), pause);
  try {
    let block = reader.next(Number.POSITIVE_INFINITY);
    while (block !== null) block = reader.next(Number.POSITIVE_INFINITY);
    return reader.readSeq;
  } finally {
    reader.close();
  }
}

/** The last block as it is while its last bytes were not written yet. */
function tear(bytes: number): void {
  const torn = Buffer.from(whole);
  torn.fill(0, end - bytes, end);
  writeFileSync(file, torn);
}

describe('a journal that somebody writes', () => {
  it('is looked at again where a write is on its way', () => {
    tear(100);
    let pauses = 0;
    const lastSeq = readAll(() => {
      pauses += 1;
      if (pauses === 2) writeFileSync(file, whole);
    });
    expect([lastSeq, pauses]).toEqual([15, 2]);
  });

  it('is looked at again where it seems damaged', () => {
    journals.damageLastBlock();
    expect(readAll(() => writeFileSync(file, whole))).toBe(15);
  });

  it('ends before a write that nobody goes on with', () => {
    tear(100);
    let pauses = 0;
    const lastSeq = readAll(() => {
      pauses += 1;
    });
    expect([lastSeq, pauses]).toEqual([10, 5]);
  });

  it('is damaged where it stays so', () => {
    journals.damageLastBlock();
    expect(() => readAll(() => undefined)).toThrow(/is damaged at offset \d+, record 14/);
  });
});

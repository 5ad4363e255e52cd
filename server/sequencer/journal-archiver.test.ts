import { describe, expect, it } from 'vitest';
import { JournalArchiver } from './journal-archiver.ts';

/** A log that archives when a test lets it. */
function slowLog() {
  const begun: number[] = [];
  const ends: { resolve: () => void; reject: (error: Error) => void }[] = [];
  return {
    begun,
    ends,
    archiveBefore(seq: number): Promise<void> {
      begun.push(seq);
      return new Promise((resolve, reject) => ends.push({ resolve, reject }));
    },
  };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

describe('archiving the journal', () => {
  it('is done one part after the other', async () => {
    const log = slowLog();
    const failures: unknown[] = [];
    const onFailure = (error: unknown) => failures.push(error);
    const archiver = new JournalArchiver({ log, isWanted: () => true, onFailure });
    archiver.archiveBefore(10);
    archiver.archiveBefore(20);
    await soon();
    expect(log.begun).toEqual([10]);
    log.ends[0]?.resolve();
    await soon();
    expect(log.begun).toEqual([10, 20]);
    let isSettled = false;
    const settled = archiver.settled().then(() => {
      isSettled = true;
    });
    await soon();
    expect(isSettled).toBe(false);
    log.ends[1]?.resolve();
    await settled;
    expect(failures).toEqual([]);
  });

  it('says when it fails, and is given up when it is not wanted any more', async () => {
    const log = slowLog();
    const failures: unknown[] = [];
    const archiver = new JournalArchiver({
      log,
      isWanted: () => failures.length === 0,
      onFailure: (error) => failures.push(error),
    });
    archiver.archiveBefore(10);
    archiver.archiveBefore(20);
    await soon();
    const broken = new Error('no such folder');
    log.ends[0]?.reject(broken);
    await archiver.settled();
    expect([log.begun, failures]).toEqual([[10], [broken]]);
  });
});

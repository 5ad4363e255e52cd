import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replayCommand } from './replay-command.ts';
import { FIRST_SEGMENT, hashAfter, TemporaryJournals } from './temporary-journals.ts';
import { history } from './written-journal.ts';

/** Four records fit. */
const SMALL_SEGMENT = 768;

let journals: TemporaryJournals;

beforeEach(() => {
  journals = new TemporaryJournals();
});

afterEach(() => journals.remove());

describe('what cannot be replayed', () => {
  it('is a folder that does not exist, or is a file, or holds no journal', () => {
    expect(journals.run()).toMatchObject({
      exitCode: 2,
      errors: expect.stringMatching(/^There is no folder .*\(replay\/no-such-folder\)/s),
    });
    writeFileSync(journals.folder, '');
    expect(journals.run().errors).toContain(`${journals.folder} is a file, not a folder.`);
    rmSync(journals.folder);
    mkdirSync(journals.folder);
    expect(journals.run()).toMatchObject({
      exitCode: 2,
      errors: expect.stringMatching(/is not a journal: .*\(replay\/not-a-journal\)/s),
    });
  });

  it('is the folder above a journal, which is pointed out', async () => {
    await journals.write();
    expect(replayCommand([journals.root]).errors).toContain(
      `There is one in ${journals.folder}: name that.`,
    );
  });

  it('is an archive that does not exist', async () => {
    await journals.write();
    expect(journals.run('--archive', join(journals.root, 'none')).errors).toContain(
      '(replay/no-such-archive)',
    );
  });

  it('is damaged: file, offset and record are told, and how far it is sound', async () => {
    await journals.write();
    journals.damageLastBlock();
    const { output, errors, exitCode } = journals.run();
    expect([output, exitCode]).toEqual(['', 1]);
    expect(errors).toMatch(
      new RegExp(
        `^The journal in ${journals.folder}: ${FIRST_SEGMENT} is damaged at offset \\d+, record 14: .*\\. Records 1 to 10, which come before it, are sound\\.\n` +
          'Restore this file .* To see the exchange as it was there: --until 10\\.\n\\(journal/damaged\\)\n$',
      ),
    );
    expect(journals.json()).toMatchObject({
      exitCode: 1,
      report: { error: { code: 'journal/damaged' } },
    });
  });

  it('may be on its way to the disk, if the exchange runs', async () => {
    await journals.write();
    journals.damageLastBlock();
    writeFileSync(join(journals.folder, 'journal.lock'), '');
    expect(journals.run().errors).toContain('If the exchange is running now');
  });

  it('lacks a segment in the middle', async () => {
    await journals.write({ blocks: [4, 4, 4], segmentBytes: SMALL_SEGMENT });
    rmSync(join(journals.folder, 'journal-0000000000000005.lxj'));
    expect(journals.run()).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining('Records 5 to 8 are missing'),
    });
  });

  it('was written by another version', async () => {
    await journals.write();
    const bytes = readFileSync(join(journals.folder, FIRST_SEGMENT));
    bytes.writeUInt32LE(7, 8);
    writeFileSync(join(journals.folder, FIRST_SEGMENT), bytes);
    expect(journals.run()).toMatchObject({
      exitCode: 1,
      errors: expect.stringMatching(/format version 7.*\(journal\/unsupported-version\)/s),
    });
  });

  it('is refused by the engine: time goes back', async () => {
    const back = history.map((command) => (command.seq === 9 ? { ...command, time: 5 } : command));
    await journals.write({ commands: back });
    expect(journals.run()).toMatchObject({
      exitCode: 1,
      errors: expect.stringMatching(
        /^The engine stopped at record 9: time goes back\..*\(replay\/engine-stopped\)/s,
      ),
    });
    expect(journals.json('--until', '8').report.stateHash).toBe(hashAfter(8));
  });
});

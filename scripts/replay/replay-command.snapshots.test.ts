import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EngineView, encodeState, execute } from '#server/engine/index.ts';
import { Replica } from '#server/snapshot/index.ts';
import { damage, FIRST_SEGMENT, hashAfter, TemporaryJournals } from './temporary-journals.ts';
import { history } from './written-journal.ts';

/** Four records fit. */
const SMALL_SEGMENT = 768;

let journals: TemporaryJournals;

beforeEach(() => {
  journals = new TemporaryJournals();
});

afterEach(() => journals.remove());

describe('--snapshot', () => {
  it('verifies one that belongs to the journal, wherever the replay ends', async () => {
    await journals.write();
    const file = journals.snapshotAt(10);
    for (const more of [[], ['--until', '10'], ['--until', '12', '--events', '9..11']]) {
      const { output, exitCode } = journals.run('--snapshot', file, ...more);
      expect(exitCode).toBe(0);
      expect(output).toContain(
        `Snapshot ${file}, record 10: verified.\n  Its state and hash chain are those that the journal leads to (state hash ${hashAfter(10)}).\n`,
      );
    }
  });

  it('finds one of another state, and tells what differs', async () => {
    await journals.write();
    const { state } = new Replica(null);
    for (const command of history.slice(0, 9)) execute(state, command);
    const file = journals.snapshotAt(10, { state: encodeState(new EngineView(state)) });
    const { output, exitCode } = journals.run('--snapshot', file);
    expect(exitCode).toBe(1);
    expect(output).toContain(
      `IT DIFFERS from what the journal leads to.\n  state hash of the snapshot  ${hashAfter(9)}\n  state hash of the replay    ${hashAfter(10)}\n`,
    );
    expect(output).toContain('    trades: 0 and 2\n');
    expect(journals.json('--snapshot', file)).toMatchObject({
      exitCode: 1,
      report: { snapshot: { fits: false, chainFits: true, stateHash: hashAfter(9) } },
    });
  });

  it('finds one of another time, and one of another journal with the same commands', async () => {
    await journals.write();
    const late = journals.snapshotAt(10, { time: 5 });
    expect(journals.run('--snapshot', late)).toMatchObject({ exitCode: 1 });
    expect(journals.run('--snapshot', late).output).toContain(
      '    time of the last command: 5 and ',
    );
    journals.folder = join(journals.root, 'other');
    await journals.write({ network: 'other-1' });
    const file = journals.snapshotAt(10);
    journals.folder = join(journals.root, 'journal');
    const { output, exitCode } = journals.run('--snapshot', file);
    expect(exitCode).toBe(1);
    expect(output).toContain('first:\n    the hash chain of the journal\n');
  });

  it('tells what is wrong with a file that is no snapshot of this journal', async () => {
    await journals.write();
    const file = journals.snapshotAt(10);
    expect(journals.run('--snapshot', file, '--until', '9').errors).toMatch(
      /^The snapshot to verify is as of record 10, behind/,
    );
    expect(journals.run('--snapshot', join(journals.root, 'nothing'))).toMatchObject({
      exitCode: 2,
      errors: expect.stringContaining('cannot be opened (ENOENT).'),
    });
    damage(file, 200);
    expect(journals.run('--snapshot', file)).toMatchObject({
      exitCode: 1,
      errors: expect.stringMatching(
        /is damaged: its hash does not fit its content\..*\(replay\/snapshot-damaged\)/s,
      ),
    });
  });

  it('refuses one that is ahead of the journal', async () => {
    await journals.write();
    const file = journals.snapshotAt(15);
    journals.folder = join(journals.root, 'shorter');
    await journals.write({ commands: history.slice(0, 12) });
    const answer = {
      exitCode: 1,
      errors: expect.stringMatching(
        /is as of record 15, but the journal in .* ends with 12\..*\(replay\/snapshot-ahead\)/s,
      ),
    };
    expect(journals.run('--snapshot', file)).toMatchObject(answer);
    expect(journals.run('--base', file)).toMatchObject(answer);
  });
});

describe('--base', () => {
  it('begins with a snapshot and comes to the same state', async () => {
    await journals.write();
    const file = journals.snapshotAt(10);
    const { report } = journals.json('--base', file);
    expect(report).toMatchObject({ base: { file, seq: 10 }, seq: 15, stateHash: hashAfter(15) });
    expect(journals.json('--base', file, '--until', '10').report).toMatchObject({
      seq: 10,
      stateHash: hashAfter(10),
    });
    expect(journals.run('--base', file).output).toContain(
      `Begun with  the snapshot ${file}, record 10\n`,
    );
  });

  it('refuses a snapshot of another journal, and what comes before it', async () => {
    await journals.write();
    const file = journals.snapshotAt(10);
    expect(journals.run('--base', file, '--until', '9').errors).toMatch(
      /^--until 9 comes before the snapshot/,
    );
    expect(journals.run('--base', file, '--events', '10..11').errors).toMatch(
      /^--events begins before/,
    );
    journals.folder = join(journals.root, 'other');
    await journals.write({ network: 'other-1' });
    expect(journals.run('--base', file)).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining('(replay/base-of-another)'),
    });
  });
});

describe('archived segments', () => {
  it('are asked for, and included when named', async () => {
    const archive = join(journals.root, 'journal-archive');
    await journals.write({
      blocks: [4, 4, 4],
      segmentBytes: SMALL_SEGMENT,
      archived: { beforeSeq: 9, folder: archive },
    });
    expect(readdirSync(archive)).toContain(FIRST_SEGMENT);
    const { errors, exitCode } = journals.run();
    expect(exitCode).toBe(2);
    expect(errors).toMatch(/begins with record \d+; those before it were archived or removed\.\n/);
    expect(errors).toContain(`Archived segments are in ${archive}: add --archive ${archive}.`);
    expect(journals.json('--archive', archive).report).toMatchObject({
      journal: { firstSeq: 1 },
      seq: 15,
      stateHash: hashAfter(15),
    });
  });

  it('are not needed behind a snapshot', async () => {
    const sizes = { blocks: [4, 4, 4], segmentBytes: SMALL_SEGMENT };
    await journals.write(sizes);
    const base = journals.snapshotAt(8);
    const old = journals.snapshotAt(4);
    const segments = readdirSync(journals.folder)
      .filter((name) => /^journal-\d/.test(name))
      .sort();
    expect(segments).toEqual(
      [1, 5, 9, 13].map((seq) => `journal-${String(seq).padStart(16, '0')}.lxj`),
    );
    for (const name of segments.slice(0, 2)) rmSync(join(journals.folder, name));
    expect(journals.json('--base', base).report).toMatchObject({
      journal: { firstSeq: 9, verifiedFrom: 9 },
      seq: 15,
      stateHash: hashAfter(15),
    });
    expect(journals.run('--base', old)).toMatchObject({
      exitCode: 2,
      errors: expect.stringContaining('is as of record 4, but the journal'),
    });
    expect(journals.run().errors).toContain('--base FILE');
  });
});

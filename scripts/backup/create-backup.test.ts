import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoadedExchange } from '#scripts/testing/loaded-exchange.ts';
import { openJournalReader } from '#server/journal/index.ts';
import { BackupError } from './backup-error.ts';
import { type BackupPlace, createBackup } from './create-backup.ts';
import { restoreBackup } from './restore-backup.ts';

let base: string;
let source: BackupPlace & { hasDatabase: boolean };
let exchange: LoadedExchange;

beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'lux-backup-'));
  source = { network: 'test', chainId: 1, networkDir: join(base, 'data'), hasDatabase: false };
  mkdirSync(source.networkDir);
  exchange = await LoadedExchange.begin(source.networkDir);
  await exchange.run(2_000);
  put('journal-id', 'one\n');
  put('auth-secret', `${'ab'.repeat(32)}\n`);
  chmodSync(join(source.networkDir, 'auth-secret'), 0o600);
  put('custody-cursor.json', '{}');
});

afterEach(async () => {
  await exchange.close();
  rmSync(base, { recursive: true, force: true });
});

function put(name: string, text: string): void {
  writeFileSync(join(source.networkDir, name), text);
}

const target = () => ({ ...source, networkDir: join(base, 'elsewhere', 'test-1') });

/** The number of the last command in a journal. */
function lastSeqOf(networkDir: string): number {
  const reader = openJournalReader({ folder: join(networkDir, 'journal'), network: 'test-1' });
  let last = 0;
  for (let block = reader.next(); block !== null; block = reader.next()) {
    last = block.firstSeq + block.count - 1;
  }
  reader.close();
  return last;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof BackupError) return error.code;
  throw error ?? new Error('it succeeded');
}

/** The archive as the exchange has it. */
function archive(names: readonly string[]): void {
  mkdirSync(join(source.networkDir, 'journal-archive'));
  for (const name of names) {
    const from = join(source.networkDir, 'journal', name);
    renameSync(from, join(source.networkDir, 'journal-archive', name));
  }
}

const segments = () =>
  readdirSync(join(source.networkDir, 'journal'))
    .filter((name) => name.startsWith('journal-'))
    .sort();

describe('a back-up of an exchange that runs', () => {
  it('is restored elsewhere with all that was durable, secrets readable by their owner only', async () => {
    const { manifest, found } = await createBackup(source, join(base, 'copy'));
    expect(manifest.history).toBe('journal');
    expect(found).toMatchObject({ lastSeq: 2_000, accounts: exchange.state.accounts.count });
    await exchange.run(500);
    expect((await restoreBackup(join(base, 'copy'), target())).found).toEqual(found);
    const { networkDir } = target();
    expect(lastSeqOf(networkDir)).toBe(2_000);
    expect(readFileSync(join(networkDir, 'journal-id'), 'utf8')).toBe('one\n');
    expect(statSync(join(networkDir, 'auth-secret')).mode & 0o777).toBe(0o600);
    expect(readdirSync(networkDir)).not.toContain('manifest.json');
    expect(readdirSync(join(networkDir, 'journal'))).not.toContain('journal.lock');
  });

  it('leaves out a write that is under way', async () => {
    const running = exchange.run(3_000);
    const { found } = await createBackup(source, join(base, 'copy'));
    await running;
    expect(found.lastSeq).toBeGreaterThanOrEqual(2_000);
    expect(lastSeqOf(join(base, 'copy'))).toBe(found.lastSeq);
    const names = readdirSync(join(base, 'copy', 'journal'));
    expect(names.every((name) => name.startsWith('journal-'))).toBe(true);
  });

  it('joins journal and archive, and begins with the newest snapshot', async () => {
    await exchange.run(6_000);
    await exchange.snapshot();
    await exchange.run(100);
    expect(segments().length).toBeGreaterThan(1);
    archive(segments().slice(0, -1));
    const { manifest } = await createBackup(source, join(base, 'copy'));
    expect(manifest).toMatchObject({
      history: 'journal',
      journal: { firstSeq: 1, lastSeq: 8_100, snapshotSeq: 8_000 },
    });
    const { found } = await restoreBackup(join(base, 'copy'), target());
    expect(found.lastSeq).toBe(8_100);
  });

  it('is refused while the beginning of the journal is gone and the history in use', async () => {
    await exchange.run(6_000);
    await exchange.snapshot();
    rmSync(join(source.networkDir, 'journal', segments()[0] ?? ''));
    expect(await codeOf(createBackup(source, join(base, 'copy')))).toBe('backup/history-in-use');
    const elsewhere = await createBackup({ ...source, hasDatabase: true }, join(base, 'copy-2'));
    expect(elsewhere.manifest.history).toBe('database');
    await exchange.close();
    mkdirSync(join(source.networkDir, 'history', 'empty'), { recursive: true });
    put('history/rows', 'of the history');
    const stopped = await createBackup(source, join(base, 'copy-3'));
    expect(stopped.manifest.history).toBe('copied');
    await restoreBackup(join(base, 'copy-3'), target());
    expect(readdirSync(join(target().networkDir, 'history'))).toEqual(['empty', 'rows']);
  });

  it('is refused where there is no journal, one is damaged, or the folder holds something', async () => {
    const nowhere = { ...source, networkDir: join(base, 'nowhere') };
    expect(await codeOf(createBackup(nowhere, join(base, 'copy')))).toBe('backup/nothing-there');
    expect(await codeOf(createBackup(source, source.networkDir))).toBe('backup/not-empty');
    const foreign = { ...source, chainId: 2 };
    expect(await codeOf(createBackup(foreign, join(base, 'other')))).toBe('journal/wrong-network');
    const path = join(source.networkDir, 'journal', segments()[0] ?? '');
    const bytes = readFileSync(path);
    bytes[5_000] = (bytes[5_000] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    expect(await codeOf(createBackup(source, join(base, 'third')))).toBe('journal/damaged');
    expect(readdirSync(join(base, 'third'))).not.toContain('manifest.json');
  });
});

describe('restoring', () => {
  let copy: string;

  beforeEach(async () => {
    copy = join(base, 'copy');
    await createBackup(source, copy);
  });

  it('writes nothing where an exchange has its data, or on another network', async () => {
    expect(await codeOf(restoreBackup(copy, source))).toBe('backup/not-empty');
    const other = { ...target(), chainId: 2 };
    expect(await codeOf(restoreBackup(copy, other))).toBe('backup/wrong-network');
    mkdirSync(target().networkDir, { recursive: true });
    await restoreBackup(copy, target());
    expect(await codeOf(restoreBackup(copy, target()))).toBe('backup/not-empty');
  });

  it.each([
    [
      'a flipped bit in the journal',
      () => {
        const path = join(copy, 'journal', segments()[0] ?? '');
        const bytes = readFileSync(path);
        bytes[9_000] = (bytes[9_000] ?? 0) ^ 1;
        writeFileSync(path, bytes);
      },
      'backup/damaged',
    ],
    ['a file that is missing', () => rmSync(join(copy, 'custody-cursor.json')), 'backup/damaged'],
    [
      'a file that is longer',
      () => writeFileSync(join(copy, 'journal-id'), 'one and more\n'),
      'backup/damaged',
    ],
    ['a manifest that is missing', () => rmSync(join(copy, 'manifest.json')), 'backup/unfinished'],
    [
      'a manifest cut off',
      () => writeFileSync(join(copy, 'manifest.json'), '{"version":1,'),
      'backup/damaged',
    ],
    [
      'a manifest that leads out of the folder',
      () => edit((text) => text.replace('"journal-id"', '"../journal-id"')),
      'backup/damaged',
    ],
    [
      'a manifest of a later version',
      () => edit((text) => text.replace('"version": 1', '"version": 2')),
      'backup/unsupported-version',
    ],
    [
      'a manifest that promises more commands',
      () => edit((text) => text.replace('"lastSeq": 2000', '"lastSeq": 2001')),
      'backup/damaged',
    ],
  ])('refuses %s, and leaves nothing behind', async (_, damage, code) => {
    damage();
    expect(await codeOf(restoreBackup(copy, target()))).toBe(code);
    expect(readdirSync(base)).not.toContain('elsewhere');
  });

  function edit(change: (text: string) => string): void {
    const path = join(copy, 'manifest.json');
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  }
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { backupCommand } from './backup-command.ts';

it('names what is wrong with how it was called, and ends with 1', async () => {
  const usage = await backupCommand(['backup', '--help'], {});
  expect(usage).toMatchObject({ exitCode: 0, errors: '' });
  expect(usage.output).toContain('npm run restore -- ');
  for (const argv of [['backup'], ['restore', '--all'], ['backup', 'one', 'two']]) {
    const { exitCode, errors } = await backupCommand(argv, {});
    expect(exitCode).toBe(1);
    expect(errors).toContain('backup/invalid-option: One folder has to be named');
  }
  const wrong = await backupCommand(['backup', 'copy'], { NETWORK: 'mars' });
  expect(wrong.errors).toContain('NETWORK');
});

it('says that there is no exchange to copy, or no back-up to restore', async () => {
  const base = mkdtempSync(join(tmpdir(), 'lux-backup-command-'));
  try {
    const env = { DATA_DIR: join(base, 'data') };
    const backup = await backupCommand(['backup', join(base, 'copy')], env);
    expect(backup.errors).toContain('backup/nothing-there');
    const restore = await backupCommand(['restore', join(base, 'copy')], env);
    expect(restore.errors).toContain('backup/unfinished');
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
});

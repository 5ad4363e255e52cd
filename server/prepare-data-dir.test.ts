import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepareDataDir } from './prepare-data-dir.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'data-dir-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('prepareDataDir', () => {
  it('creates the folder of the network, and leaves it when it is there', async () => {
    const networkDir = join(folder, 'data', 'local-1337');
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await prepareDataDir({ dataDir: join(folder, 'data'), networkDir });
      expect((await stat(networkDir)).isDirectory()).toBe(true);
    }
  });

  it('names the setting that leads to no folder', async () => {
    const dataDir = join(folder, 'file');
    await writeFile(dataDir, '');
    const preparing = prepareDataDir({ dataDir, networkDir: join(dataDir, 'local-1337') });
    await expect(preparing).rejects.toThrow(/DATA_DIR is .*ENOTDIR.*name a folder/);
  });
});

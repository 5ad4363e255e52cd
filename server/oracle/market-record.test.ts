import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MarketRecordError, openMarketRecord } from './market-record.ts';

describe('openMarketRecord', () => {
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'market-record-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('begins a market once, and continues it whatever it is given later', async () => {
    const networkDir = join(folder, 'local-1337');
    const first = await openMarketRecord({ networkDir, seed: 7, nowMs: 1_790_000_000_000 });
    expect(first).toEqual({ key: { seed: 7, anchorMs: 1_790_000_000_000 }, created: true });
    const second = await openMarketRecord({ networkDir, seed: 8, nowMs: 1_800_000_000_000 });
    expect(second).toEqual({ key: first.key, created: false });
    expect(await readdir(networkDir)).toEqual(['market.json']);
  });

  it('begins one market when two processes start at once', async () => {
    const opened = await Promise.all(
      Array.from({ length: 8 }, (_, seed) =>
        openMarketRecord({ networkDir: folder, seed, nowMs: 1_790_000_000_000 + seed }),
      ),
    );
    expect(new Set(opened.map(({ key }) => JSON.stringify(key))).size).toBe(1);
    expect(opened.filter(({ created }) => created)).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['market.json']);
  });

  it.each(['', '{', '{"version":2,"seed":1,"anchorMs":5}', '{"version":1,"seed":-1,"anchorMs":5}'])(
    'refuses the damaged file %j rather than begin another history',
    async (text) => {
      await writeFile(join(folder, 'market.json'), text);
      const opening = openMarketRecord({ networkDir: folder, seed: 1, nowMs: 1_790_000_000_000 });
      await expect(opening).rejects.toThrow(MarketRecordError);
      await expect(opening).rejects.toThrow(/--reset/);
    },
  );
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { initialPrices } from './initial-prices.ts';

it('gives the prices at which a market begins, and later those it has come to', async () => {
  const networkDir = await mkdtemp(join(tmpdir(), 'initial-prices-'));
  try {
    const nowMs = Date.UTC(2026, 10, 20, 9, 30, 12);
    const first = await initialPrices({ networkDir, seed: 3, nowMs });
    expect(Object.keys(first)).toEqual(['BTC-USDT', 'ETH-USDT', 'LUX-USDT']);
    expect(Math.abs((first['BTC-USDT'] ?? 0) / 6_700_000 - 1)).toBeLessThan(0.005);
    expect(Math.abs((first['ETH-USDT'] ?? 0) / 350_000 - 1)).toBeLessThan(0.005);
    expect(Math.abs((first['LUX-USDT'] ?? 0) / 120_000 - 1)).toBeLessThan(0.005);

    expect(await initialPrices({ networkDir, seed: 4, nowMs })).toEqual(first);
    const later = await initialPrices({ networkDir, seed: 3, nowMs: nowMs + 86_400_000 });
    expect(later).not.toEqual(first);
  } finally {
    await rm(networkDir, { recursive: true });
  }
});

import { describe, expect, it } from 'vitest';
import { deriveSolvency } from './derive-solvency.ts';
import type { AssetHoldings, Holdings, LiabilityReport } from './holdings.ts';

const asset = (changes: Partial<AssetHoldings> = {}): AssetHoldings => ({
  number: 2,
  token: `0x${'c2'.repeat(20)}`,
  symbol: 'LETH',
  decimals: 18,
  unit: 10n ** 10n,
  custody: 5n * 10n ** 18n,
  held: 5n * 10n ** 18n,
  own: null,
  ...changes,
});

const holdings = (assets: readonly AssetHoldings[]): Holdings => ({
  block: { number: 9n, seconds: 1 },
  assets,
});

const report = (liabilities: number): LiabilityReport => ({
  block: 8,
  timeMs: 1,
  agrees: true,
  assets: [{ asset: 'ETH', token: 'LETH', liabilities, exchangeOwned: 1 }],
});

describe('deriveSolvency', () => {
  it('is covered when the contract holds what it owes, and says what is beyond', () => {
    const latest = holdings([asset({ held: 5n * 10n ** 18n + 7n })]);
    const solvency = deriveSolvency({ latest, report: null, atReport: null });
    expect(solvency.cover).toBe('covered');
    expect(solvency.rows[0]?.surplus).toBe(7n);
    expect(solvency.reportAgrees).toBeNull();
  });

  it('is short by a single base unit', () => {
    const latest = holdings([asset(), asset({ number: 0, held: 5n * 10n ** 18n - 1n })]);
    const solvency = deriveSolvency({ latest, report: null, atReport: null });
    expect(solvency.cover).toBe('short');
    expect(solvency.rows.map(({ surplus }) => surplus)).toEqual([0n, -1n]);
  });

  it('does not call covered what a token will not say', () => {
    const unknown = deriveSolvency({
      latest: holdings([asset(), asset({ held: null })]),
      report: null,
      atReport: null,
    });
    expect(unknown.cover).toBe('unknown');
    const nothing = deriveSolvency({ latest: holdings([]), report: null, atReport: null });
    expect(nothing.cover).toBe('unknown');
  });

  it('compares the operator’s figures with the chain at the operator’s block, not the latest', () => {
    const latest = holdings([asset({ custody: 6n * 10n ** 18n, held: 6n * 10n ** 18n })]);
    const atReport = holdings([asset()]);
    const equal = deriveSolvency({ latest, report: report(500_000_000), atReport });
    expect(equal.reportAgrees).toBe(true);
    expect(equal.rows[0]?.exchangeOwned).toBe(10n ** 10n);
    const more = deriveSolvency({ latest, report: report(500_000_001), atReport });
    expect(more.reportAgrees).toBe(false);
    expect(more.rows[0]?.reportGap).toBe(-(10n ** 10n));
  });

  it('says that nothing was compared where the chain of then is gone or an asset is missing', () => {
    const latest = holdings([asset(), asset({ number: 3, symbol: 'LBTC' })]);
    expect(deriveSolvency({ latest, report: report(1), atReport: null }).reportAgrees).toBeNull();
    expect(deriveSolvency({ latest, report: report(1), atReport: latest }).reportAgrees).toBeNull();
  });
});

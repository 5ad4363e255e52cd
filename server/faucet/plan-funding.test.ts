import { describe, expect, it } from 'vitest';
import { assetIds } from '#lib/domain/asset.ts';
import { planFunding } from './plan-funding.ts';

const TARGET = { USDT: 50_000, BTC: 1, ETH: 10, LUX: 10_000 };
const nothing = () => 0;

describe('the funding of an account', () => {
  it('brings a new account to its target, in base units of each token', () => {
    expect(planFunding(TARGET, nothing)).toEqual([
      { token: 'LUSD', amount: 50_000n * 10n ** 6n },
      { token: 'LBTC', amount: 10n ** 8n },
      { token: 'LETH', amount: 10n ** 19n },
      { token: 'WLUX', amount: 10n ** 22n },
    ]);
  });

  it('leaves an asset alone of which there is half, and fills up below', () => {
    const held = (usdt: number) => (asset: number) =>
      asset === assetIds.USDT ? usdt : Number.MAX_SAFE_INTEGER / 4;
    expect(planFunding(TARGET, held(25_000_000_000))).toEqual([]);
    expect(planFunding(TARGET, held(24_999_999_999))).toEqual([
      { token: 'LUSD', amount: 25_000_000_001n },
    ]);
  });

  it('deposits whole units of the ledger only', () => {
    const one = planFunding({ ETH: 10, LUX: 5 }, () => 1);
    expect(one).toEqual([
      { token: 'LETH', amount: (10n ** 9n - 1n) * 10n ** 10n },
      { token: 'WLUX', amount: (5n * 10n ** 6n - 1n) * 10n ** 12n },
    ]);
  });

  it('does nothing for assets without a target', () => {
    expect(planFunding({}, nothing)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { assets } from './asset.ts';
import { listedAssets, listedMarkets } from './clearing-house-listing.ts';
import { markets } from './market.ts';

describe('what the clearing house lists', () => {
  it('numbers its assets as docs/settlement.md says, every one of the engine among them', () => {
    expect(listedAssets).toEqual([
      { number: 0, token: 'LUSD', unitExponent: 0 },
      { number: 1, token: 'WLUX', unitExponent: 12 },
      { number: 2, token: 'LETH', unitExponent: 10 },
      { number: 3, token: 'LBTC', unitExponent: 0 },
    ]);
    expect(listedAssets.map(({ token }) => token).sort()).toEqual(
      assets.map(({ token }) => token).sort(),
    );
  });

  it('joins each market to the tokens that it trades', () => {
    const tokens = listedMarkets.map(({ market, baseAsset, quoteAsset }) => [
      market,
      listedAssets[baseAsset]?.token,
      listedAssets[quoteAsset]?.token,
    ]);
    expect(tokens).toEqual(
      markets.map(({ id, baseToken, quoteToken }) => [id, baseToken, quoteToken]),
    );
  });

  it('caps fees above what is charged, and not above what a market can be listed with', () => {
    for (const { market, maxMakerFeePpm, maxTakerFeePpm } of listedMarkets) {
      const { makerFeePpm = 0, takerFeePpm = 0 } = markets.find(({ id }) => id === market) ?? {};
      expect(maxMakerFeePpm).toBeGreaterThanOrEqual(makerFeePpm);
      expect(maxTakerFeePpm).toBeGreaterThanOrEqual(takerFeePpm);
      expect(Math.max(maxMakerFeePpm, maxTakerFeePpm)).toBeLessThanOrEqual(10_000);
    }
  });
});

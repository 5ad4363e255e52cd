import { describe, expect, it } from 'vitest';
import { sampleClearingHouse, sampleDeployment } from '#scripts/testing/sample-clearing-house.ts';
import { clearingHouseDifferences, stoppedParts } from './clearing-house-differences.ts';
import type { ClearingHouseOnChain } from './read-clearing-house.ts';

const STRANGER = `0x${'66'.repeat(20)}` as const;
const usual = sampleClearingHouse();

const differences = (changes: Partial<ClearingHouseOnChain>) =>
  clearingHouseDifferences(sampleClearingHouse(changes), sampleDeployment);

describe('a clearing house compared with the markets of the exchange', () => {
  it('has no differences when it lists what the exchange lists, however addresses are written', () => {
    const assets = usual.assets.map((asset) => {
      const token = `0x${asset.token.slice(2).toUpperCase()}` as const;
      return { ...asset, token };
    });
    expect(differences({})).toEqual([]);
    expect(differences({ assets })).toEqual([]);
  });

  it.each([
    ['another owner', { owner: STRANGER }, `the owner is ${STRANGER}`],
    ['another wrapped LUX', { wlux: STRANGER }, `wrapped LUX is ${STRANGER}`],
    ['another domain', { domainSeparator: `0x${'00'.repeat(32)}` as const }, 'another domain'],
    ['an asset too few', { assets: usual.assets.slice(0, 3) }, 'asset 3, LBTC, is not listed'],
    ['a market too few', { markets: usual.markets.slice(1) }, 'market 1 is not listed'],
  ])('tells %s', (_, changes, words) => {
    expect(differences(changes)).toEqual([expect.stringContaining(words)]);
  });

  it('tells assets that are in each other’s place, and a unit that is another', () => {
    const [lusd, wlux, leth, lbtc] = usual.assets;
    if (!lusd || !wlux || !leth || !lbtc) throw new Error('there are four');
    const swapped = differences({ assets: [lusd, leth, wlux, lbtc] });
    expect(swapped).toHaveLength(2);
    expect(swapped[0]).toContain('asset 1 is');
    const coarse = { ...leth, unitExponent: 18 };
    expect(differences({ assets: [lusd, wlux, coarse, lbtc] })).toEqual([
      'LETH is counted in 10^18 base units, not 10^10',
    ]);
  });

  it('tells what is listed there and unknown here', () => {
    const asset = { token: STRANGER, unitExponent: 0, depositsAllowed: true };
    expect(differences({ assets: [...usual.assets, asset] })).toEqual([
      `${STRANGER} is listed, and the engine does not know it`,
    ]);
    const [market] = usual.markets;
    if (!market) throw new Error('there is one');
    expect(differences({ markets: [...usual.markets, { ...market, market: 9 }] })).toEqual([
      'market 9 is listed, and the engine does not know it',
    ]);
  });

  it.each([
    'baseAsset',
    'quoteAsset',
    'quantaPerTickLot',
    'unitsPerLot',
    'maxMakerFeePpm',
    'maxTakerFeePpm',
    'minNotional',
  ] as const)('tells a market whose %s is another', (rule) => {
    const markets = usual.markets.map((market) =>
      market.market === 2
        ? {
            ...market,
            [rule]: typeof market[rule] === 'bigint' ? market[rule] + 1n : market[rule] + 1,
          }
        : market,
    );
    expect(differences({ markets })).toEqual([expect.stringMatching(`market 2 has ${rule}`)]);
  });

  it('says apart what is stopped: that is no difference', () => {
    const assets = usual.assets.map((asset, at) => ({ ...asset, depositsAllowed: at !== 1 }));
    const markets = usual.markets.map((market) => ({ ...market, active: market.market !== 3 }));
    const stopped = sampleClearingHouse({ paused: true, assets, markets });
    expect(clearingHouseDifferences(stopped, sampleDeployment)).toEqual([]);
    expect(stoppedParts(stopped)).toEqual([
      'deposits and settlement are paused',
      'deposits of asset 1 are stopped',
      'settlement of market 3 is stopped',
    ]);
    expect(stoppedParts(usual)).toEqual([]);
  });
});

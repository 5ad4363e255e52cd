import { domainSeparator } from 'viem';
import type { Address } from '#lib/domain/address.ts';
import {
  listedAssets,
  listedMarkets,
  type MarketListing,
} from '#lib/domain/clearing-house-listing.ts';
import type { Token } from '#lib/domain/currency.ts';
import type { Deployment } from '#lib/domain/network.ts';
import type { AssetOnChain, ClearingHouseOnChain, MarketOnChain } from './read-clearing-house.ts';

/** The rules of a market that must be the same on both sides. */
const RULES = [
  'baseAsset',
  'quoteAsset',
  'quantaPerTickLot',
  'unitsPerLot',
  'maxMakerFeePpm',
  'maxTakerFeePpm',
  'minNotional',
] as const satisfies readonly (keyof MarketListing)[];

/**
 * How a clearing house differs from what this exchange's markets and assets say, one sentence each:
 * with a difference, trades would be matched that cannot be settled as they were matched.
 */
export function clearingHouseDifferences(
  found: ClearingHouseOnChain,
  deployment: Pick<Deployment, 'chainId' | 'contracts' | 'tokens'>,
): readonly string[] {
  const { clearingHouse, wlux, timelock } = deployment.contracts;
  const differences = [
    ...roleDifferences('the owner', found.owner, timelock),
    ...roleDifferences('wrapped LUX', found.wlux, wlux),
    ...assetDifferences(found.assets, deployment.tokens),
    ...marketDifferences(found.markets),
  ];
  const separator = domainSeparator({
    domain: {
      name: 'Lux Exchange',
      version: '1',
      chainId: deployment.chainId,
      ...(clearingHouse === undefined ? {} : { verifyingContract: clearingHouse }),
    },
  });
  if (found.domainSeparator !== separator) {
    differences.push('it takes signatures for another domain than the one orders are signed for');
  }
  return differences;
}

/** What is stopped in a clearing house that otherwise is as it should be. */
export function stoppedParts({ paused, assets, markets }: ClearingHouseOnChain): readonly string[] {
  return [
    ...(paused ? ['deposits and settlement are paused'] : []),
    ...assets.flatMap(({ depositsAllowed }, number) =>
      depositsAllowed ? [] : [`deposits of asset ${number} are stopped`],
    ),
    ...markets.flatMap(({ market, active }) =>
      active ? [] : [`settlement of market ${market} is stopped`],
    ),
  ];
}

function roleDifferences(role: string, found: Address, expected: Address | undefined): string[] {
  if (expected === undefined || isSame(found, expected)) return [];
  return [`${role} is ${found}, not ${expected}`];
}

function assetDifferences(found: readonly AssetOnChain[], tokens: readonly Token[]): string[] {
  const differences = listedAssets.flatMap(({ number, token: symbol, unitExponent }) => {
    const token = tokens.find((each) => each.symbol === symbol);
    const asset = found[number];
    if (token === undefined)
      return [`${symbol} is asset ${number}, and no token of that name is known`];
    if (asset === undefined) return [`asset ${number}, ${symbol}, is not listed`];
    if (!isSame(asset.token, token.address)) {
      return [`asset ${number} is ${asset.token}, not ${symbol} (${token.address})`];
    }
    return asset.unitExponent === unitExponent
      ? []
      : [`${symbol} is counted in 10^${asset.unitExponent} base units, not 10^${unitExponent}`];
  });
  const more = found.slice(listedAssets.length);
  return [
    ...differences,
    ...more.map(({ token }) => `${token} is listed, and the engine does not know it`),
  ];
}

function marketDifferences(found: readonly MarketOnChain[]): string[] {
  const differences = listedMarkets.flatMap((expected) => {
    const market = found.find((each) => each.market === expected.market);
    if (market === undefined) return [`market ${expected.market} is not listed`];
    return RULES.filter((rule) => BigInt(market[rule]) !== BigInt(expected[rule])).map(
      (rule) => `market ${expected.market} has ${rule} ${market[rule]}, not ${expected[rule]}`,
    );
  });
  const known = new Set(listedMarkets.map(({ market }) => market));
  const more = found.filter(({ market }) => !known.has(market));
  return [
    ...differences,
    ...more.map(({ market }) => `market ${market} is listed, and the engine does not know it`),
  ];
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

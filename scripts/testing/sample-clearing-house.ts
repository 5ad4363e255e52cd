import { domainSeparator } from 'viem';
import { listedAssets, listedMarkets } from '#lib/domain/clearing-house-listing.ts';
import type { Token } from '#lib/domain/currency.ts';
import type { Deployment } from '#lib/domain/network.ts';
import type { ClearingHouseOnChain } from '#server/clearing-house/index.ts';

const addressOf = (byte: string) => `0x${byte.repeat(20)}` as const;

const tokens = listedAssets.map(({ token: symbol, number }) => {
  const token: Token = {
    kind: 'token',
    address: addressOf(`c${number}`),
    symbol,
    name: symbol,
    decimals: 18,
    permit: true,
  };
  return token;
});

/** A deployment with a clearing house, at addresses that nothing is at. */
export const sampleDeployment = {
  version: 1,
  network: 'local',
  chainId: 1337,
  genesisHash: null,
  contracts: {
    clearingHouse: addressOf('c1'),
    timelock: addressOf('71'),
    wlux: addressOf('c1'),
    multicall3: addressOf('ca'),
  },
  tokens,
} as const satisfies Deployment;

/** What a clearing house says of itself that is exactly as the exchange needs it. */
export function sampleClearingHouse(
  changes: Partial<ClearingHouseOnChain> = {},
): ClearingHouseOnChain {
  const { chainId, contracts } = sampleDeployment;
  return {
    owner: contracts.timelock,
    guardian: addressOf('91'),
    feeAccount: addressOf('fe'),
    wlux: contracts.wlux,
    exitDelay: 3_600,
    paused: false,
    domainSeparator: domainSeparator({
      domain: {
        name: 'Lux Exchange',
        version: '1',
        chainId,
        verifyingContract: contracts.clearingHouse,
      },
    }),
    assets: listedAssets.map(({ unitExponent, number }) => ({
      token: addressOf(`c${number}`),
      unitExponent,
      depositsAllowed: true,
    })),
    markets: listedMarkets.map(({ unitsPerLot, minNotional, ...rules }) => ({
      ...rules,
      unitsPerLot: BigInt(unitsPerLot),
      minNotional: BigInt(minNotional),
      active: true,
    })),
    ...changes,
  };
}

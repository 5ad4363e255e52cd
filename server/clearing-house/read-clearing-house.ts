import type { PublicClient } from 'viem';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import type { Address, Hash } from '#lib/domain/address.ts';
import type { AssetListing, MarketListing } from '#lib/domain/clearing-house-listing.ts';

/** An asset as it is listed on chain, by the token's address. */
export type AssetOnChain = Pick<AssetListing, 'unitExponent'> & {
  readonly token: Address;
  readonly depositsAllowed: boolean;
};

export type MarketOnChain = Omit<MarketListing, 'unitsPerLot' | 'minNotional'> & {
  readonly unitsPerLot: bigint;
  readonly minNotional: bigint;
  readonly active: boolean;
};

/** What a clearing house says of itself: roles, assets, markets. */
export type ClearingHouseOnChain = {
  readonly owner: Address;
  readonly guardian: Address;
  readonly feeAccount: Address;
  readonly wlux: Address;
  readonly exitDelay: number;
  readonly paused: boolean;
  /** Hash of the domain that it takes signatures for. */
  readonly domainSeparator: Hash;
  /** By number. */
  readonly assets: readonly AssetOnChain[];
  /** Those that are listed. */
  readonly markets: readonly MarketOnChain[];
};

/** Numbers of markets are 1 … 63. */
const MARKET_NUMBERS = Array.from({ length: 63 }, (_, index) => index + 1);

/** Where a clearing house is, and Multicall3, through which it is asked. */
export type ClearingHousePlace = { readonly address: Address; readonly multicall3: Address };

/** All of one answer's questions in one request. */
const ONE_REQUEST = { allowFailure: false, batchSize: 0 } as const;

/**
 * Reads a clearing house at the latest block, in three requests.
 *
 * @throws whatever the client throws, also where the contract is none.
 */
export async function readClearingHouse(
  client: PublicClient,
  { address, multicall3 }: ClearingHousePlace,
): Promise<ClearingHouseOnChain> {
  const contract = { address, abi: clearingHouseAbi } as const;
  const [owner, guardian, feeAccount, wlux, exitDelay, paused, domainSeparator, assetCount] =
    await client.multicall({
      ...ONE_REQUEST,
      multicallAddress: multicall3,
      contracts: [
        { ...contract, functionName: 'owner' },
        { ...contract, functionName: 'guardian' },
        { ...contract, functionName: 'feeAccount' },
        { ...contract, functionName: 'WLUX' },
        { ...contract, functionName: 'exitDelay' },
        { ...contract, functionName: 'paused' },
        { ...contract, functionName: 'DOMAIN_SEPARATOR' },
        { ...contract, functionName: 'assetCount' },
      ],
    });
  const roles = { owner, guardian, feeAccount, wlux, exitDelay: Number(exitDelay), paused };
  const numbers = Array.from({ length: Number(assetCount) }, (_, number) => BigInt(number));
  const assets = await client.multicall({
    ...ONE_REQUEST,
    multicallAddress: multicall3,
    contracts: numbers.map((number) => ({
      ...contract,
      functionName: 'assetAt' as const,
      args: [number] as const,
    })),
  });
  const markets = await client.multicall({
    ...ONE_REQUEST,
    multicallAddress: multicall3,
    contracts: MARKET_NUMBERS.map((number) => ({
      ...contract,
      functionName: 'marketAt' as const,
      args: [BigInt(number)] as const,
    })),
  });
  return {
    ...roles,
    domainSeparator,
    assets: assets.map(({ token, unitExponent, depositsAllowed }) => ({
      token,
      unitExponent,
      depositsAllowed,
    })),
    markets: markets.flatMap((rules, index) =>
      rules.quantaPerTickLot === 0 ? [] : [{ market: MARKET_NUMBERS[index] ?? 0, ...rules }],
    ),
  };
}

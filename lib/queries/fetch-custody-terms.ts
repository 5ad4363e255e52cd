import type { Address } from '#lib/domain/address.ts';
import type { Quanta } from '#lib/domain/quanta.ts';
import { assetOf } from '#lib/protocol/asset-of.ts';
import { networkResponse } from '#lib/protocol/rest/network-response.ts';
import { validate } from '#lib/protocol/validate.ts';
import { fromWireNumber } from '#lib/protocol/wire-number.ts';
import { type FetchOptions, fetchAnswer } from './fetch-answer.ts';

/** On which terms the exchange takes money in and pays it out. */
export type CustodyTerms = {
  readonly address: Address;
  /** Blocks that make a deposit final, its own among them. */
  readonly confirmations: number;
  /** Withdrawals of one account that may be on their way at a time. */
  readonly maxPendingWithdrawals: number;
  /** Least that is paid out, quanta by the asset's symbol. */
  readonly minWithdrawals: ReadonlyMap<string, Quanta>;
};

/**
 * The terms of the clearing house; `null` where there is none.
 *
 * @throws RequestError.
 */
export async function fetchCustodyTerms(
  sidecarUrl: string,
  options: FetchOptions = {},
): Promise<CustodyTerms | null> {
  return await fetchAnswer(`${sidecarUrl}/v1/network`, { ...options, decode: decodeTerms });
}

function decodeTerms(value: unknown): CustodyTerms | null {
  const { clearing_house: house } = validate(networkResponse, value);
  if (house === null) return null;
  return {
    address: house.address,
    confirmations: house.confirmations,
    maxPendingWithdrawals: house.max_pending_withdrawals,
    minWithdrawals: new Map(
      house.assets.map(({ asset, min_withdrawal: least }) => [
        asset,
        fromWireNumber(least, assetOf(asset).decimals),
      ]),
    ),
  };
}

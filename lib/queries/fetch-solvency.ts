import { assetOf } from '#lib/protocol/asset-of.ts';
import { solvencyResponse } from '#lib/protocol/rest/solvency.ts';
import { validate } from '#lib/protocol/validate.ts';
import { fromWireNumber } from '#lib/protocol/wire-number.ts';
import type { LiabilityReport } from '#lib/solvency/holdings.ts';
import { type FetchOptions, fetchAnswer } from './fetch-answer.ts';

/** What the operator says that it owes; `null` before it has compared its ledger. @throws RequestError. */
export async function fetchSolvency(
  sidecarUrl: string,
  options?: FetchOptions,
): Promise<LiabilityReport | null> {
  return await fetchAnswer(`${sidecarUrl}/v1/solvency`, { ...options, decode });
}

function decode(value: unknown): LiabilityReport | null {
  const { as_of: asOf, agrees, assets } = validate(solvencyResponse, value);
  if (asOf === null) return null;
  return {
    block: asOf.block,
    timeMs: asOf.timestamp,
    agrees,
    assets: assets.map(({ asset, token, liabilities, exchange_owned: exchangeOwned }) => {
      const { decimals } = assetOf(asset);
      return {
        asset,
        token,
        liabilities: fromWireNumber(liabilities, decimals),
        exchangeOwned: fromWireNumber(exchangeOwned, decimals),
      };
    }),
  };
}

import { assets } from '#lib/domain/asset.ts';
import { listedAssets } from '#lib/domain/clearing-house-listing.ts';
import type { Quanta } from '#lib/domain/quanta.ts';

/** What an account is to have, in whole units by symbol (`USDT`). */
export type FundingTarget = Readonly<Record<string, number>>;

/** One deposit that is lacking. */
export type PlannedDeposit = {
  /** Symbol of the token. */
  readonly token: string;
  /** Base units of the token, a multiple of the ledger's unit. */
  readonly amount: bigint;
};

/**
 * The deposits after which an account has its target again: of each asset of which it has less than
 * half, so that small losses cost no transaction.
 *
 * @param held what the account has by asset number, orders included
 */
export function planFunding(
  target: FundingTarget,
  held: (asset: number) => Quanta,
): readonly PlannedDeposit[] {
  return assets.flatMap(({ id, symbol, token, decimals }) => {
    const wanted = (target[symbol] ?? 0) * 10 ** decimals;
    const has = held(id);
    const listed = listedAssets.find((each) => each.token === token);
    if (listed === undefined || 2 * has >= wanted) return [];
    return [{ token, amount: BigInt(wanted - has) * 10n ** BigInt(listed.unitExponent) }];
  });
}

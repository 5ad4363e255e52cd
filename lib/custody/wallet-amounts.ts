import { currencyKey, type Token } from '#lib/domain/currency.ts';
import { custodyChoices } from './custody-choice.ts';

/**
 * What a wallet has of each asset of the exchange, base units by its symbol: native LUX and WLUX
 * together. An asset whose token did not answer is left out.
 *
 * @param balances - base units by `currencyKey`
 */
export function walletAmounts(
  balances: ReadonlyMap<string, bigint>,
  tokens: readonly Token[],
): ReadonlyMap<string, bigint> {
  const amounts = new Map<string, bigint>();
  for (const { asset, currency } of custodyChoices(tokens)) {
    const amount = balances.get(currencyKey(currency));
    if (amount === undefined) continue;
    amounts.set(asset.symbol, (amounts.get(asset.symbol) ?? 0n) + amount);
  }
  return amounts;
}

import { type Asset, assets } from '#lib/domain/asset.ts';
import { type Currency, currencyKey, LUX, type Token } from '#lib/domain/currency.ts';

/** What can be paid into the clearing house, or out of it: an asset of the ledger, and as what it comes. */
export type CustodyChoice = {
  /** `currencyKey` of the currency. */
  readonly id: string;
  readonly asset: Asset;
  /** The token that the contract holds: WLUX, also where native LUX is paid in. */
  readonly token: Token;
  readonly currency: Currency;
  /** Base units of one quantum: amounts are multiples of it. */
  readonly unit: bigint;
  /** `USDT (token LUSD)`. */
  readonly label: string;
};

/** Symbol of the token that stands for native LUX. */
const WRAPPED = 'WLUX';

/** Everything that can be paid in, by the tokens that are deployed: assets in their order, native LUX before WLUX. */
export function custodyChoices(tokens: readonly Token[]): readonly CustodyChoice[] {
  return assets.flatMap((asset) => {
    const token = tokens.find(({ symbol }) => symbol === asset.token);
    if (token === undefined) return [];
    const unit = 10n ** BigInt(asset.tokenDecimals - asset.decimals);
    const choiceOf = (currency: Currency): CustodyChoice => ({
      id: currencyKey(currency),
      label: currency.kind === 'native' ? asset.symbol : `${asset.symbol} (token ${token.symbol})`,
      ...{ asset, token, currency, unit },
    });
    return token.symbol === WRAPPED ? [choiceOf(LUX), choiceOf(token)] : [choiceOf(token)];
  });
}

/** The first choice of an asset (`USDT`), or the first of all. */
export function choiceOfAsset(
  choices: readonly CustodyChoice[],
  symbol: string | null,
): CustodyChoice | undefined {
  return choices.find(({ asset }) => asset.symbol === symbol) ?? choices[0];
}

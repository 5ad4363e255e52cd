import { type Address, sameAddress } from '#lib/domain/address.ts';
import type { Fraction } from '#lib/domain/amm/fraction.ts';
import type { Token } from '#lib/domain/currency.ts';
import type { Market } from '#lib/domain/market.ts';

/** A market's price as the market maker is told it. */
export type ReferencePrice = {
  readonly priceTicks: number;
  /** When it was current, milliseconds since the epoch. */
  readonly timestampMs: number;
};

/** A token and what one base unit of it is worth, in base units of the quote token. */
export type ValuedToken = {
  readonly token: Token;
  readonly value: Fraction;
};

/**
 * What each token is worth at the markets' prices: the quote token one of itself, each market's base
 * token the market's price. A token whose market has no price is left out.
 *
 * @throws RangeError when markets are quoted in different tokens.
 */
export function tokenValues(
  tokens: readonly Token[],
  prices: readonly { readonly market: Market; readonly price: ReferencePrice }[],
): ValuedToken[] {
  const quotes = new Set(prices.map(({ market }) => market.quoteToken));
  if (quotes.size > 1) throw new RangeError('markets are quoted in different tokens');
  const quote = tokens.find(({ symbol }) => quotes.has(symbol));
  if (quote === undefined) return [];
  const bases = prices.flatMap(({ market, price }) =>
    tokens
      .filter(({ symbol }) => symbol === market.baseToken)
      .map((token) => ({ token, value: baseUnitValue({ market, token, quote, price }) })),
  );
  return [{ token: quote, value: { numerator: 1n, denominator: 1n } }, ...bases];
}

/** Token1 for one base unit of token0 at fair prices; `null` when one of them has no value. */
export function fairPrice(
  values: readonly ValuedToken[],
  { token0, token1 }: { readonly token0: Address; readonly token1: Address },
): Fraction | null {
  const value0 = tokenValue(values, token0);
  const value1 = tokenValue(values, token1);
  if (value0 === null || value1 === null) return null;
  return {
    numerator: value0.numerator * value1.denominator,
    denominator: value0.denominator * value1.numerator,
  };
}

/** What one base unit of a token is worth; `null` when it is not valued. */
export function tokenValue(values: readonly ValuedToken[], address: Address): Fraction | null {
  return values.find(({ token }) => sameAddress(token.address, address))?.value ?? null;
}

function baseUnitValue({
  market,
  token,
  quote,
  price,
}: {
  readonly market: Market;
  readonly token: Token;
  readonly quote: Token;
  readonly price: ReferencePrice;
}): Fraction {
  return {
    numerator: BigInt(price.priceTicks) * 10n ** BigInt(quote.decimals),
    denominator: 10n ** BigInt(market.priceDecimals + token.decimals),
  };
}

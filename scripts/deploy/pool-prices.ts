import { sortsBefore } from '#lib/domain/address.ts';
import { integerSqrt } from '#lib/domain/amm/integer-sqrt.ts';
import { mulDivDown } from '#lib/domain/amm/mul-div.ts';
import type { Token } from '#lib/domain/currency.ts';

/** A token with its market price in base units of LUSD (10⁻⁶ dollars) for one whole token. */
export type PricedToken = { readonly token: Token; readonly price: bigint };

/** Base units of a token that are worth `value` base units of LUSD, rounded down. */
export function amountWorth({ token, price }: PricedToken, value: bigint): bigint {
  return mulDivDown(value, 10n ** BigInt(token.decimals), price);
}

/** The two tokens of a pool in the order in which Uniswap keeps them: by address. */
export function inPoolOrder(a: PricedToken, b: PricedToken): readonly [PricedToken, PricedToken] {
  return sortsBefore(a.token.address, b.token.address) ? [a, b] : [b, a];
}

/**
 * Square root of a V3 pool's price at the market's prices, as Q64.96, rounded down:
 * √(amount1 / amount0) · 2⁹⁶ for amounts of equal worth, in integers throughout.
 */
export function sqrtPriceX96(token0: PricedToken, token1: PricedToken): bigint {
  const amount0 = 10n ** BigInt(token0.token.decimals) * token1.price;
  const amount1 = 10n ** BigInt(token1.token.decimals) * token0.price;
  return integerSqrt((amount1 << 192n) / amount0);
}

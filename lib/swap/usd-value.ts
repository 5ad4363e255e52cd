/** A price in dollars: `units / 10 ** decimals` USD for one whole token. */
export type UsdPrice = { readonly units: bigint; readonly decimals: number };

/** Decimals of a value as {@link usdValue} counts it: micro-dollars. */
const USD_DECIMALS = 6;

/** The value of an amount of base units in micro-dollars, rounded down; `null` without a price. */
export function usdValue(
  amount: bigint,
  tokenDecimals: number,
  price: UsdPrice | undefined,
): bigint | null {
  if (price === undefined) return null;
  const scale = tokenDecimals + price.decimals - USD_DECIMALS;
  const product = amount * price.units;
  return scale >= 0 ? product / 10n ** BigInt(scale) : product * 10n ** BigInt(-scale);
}

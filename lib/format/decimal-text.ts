/** The true minus sign; the hyphen that ASCII offers is narrower than a digit. */
export const MINUS = '\u2212';

/** What stands in a table where a quantity is zero or unknown. */
export const DASH = '\u2013';

/** How many digits after the point a text shows, and what is done with those beyond. */
export type DecimalOptions = {
  /** Decimals always shown, zeros included. Default 0. */
  readonly minDecimals?: number;
  /** Decimals shown at most; the rest is cut off, never rounded up. Default: all. */
  readonly maxDecimals?: number;
  /** Thousands separators. Default true. */
  readonly grouped?: boolean;
};

/**
 * Writes the fixed-point integer `units / 10 ** decimals` exactly, then trims as the options say.
 * Digits beyond `maxDecimals` are cut off towards zero, so that a balance never looks larger than
 * it is.
 *
 * @param units - the value in units of `10 ** -decimals`
 * @param decimals - a non-negative integer
 */
export function decimalText(
  units: bigint,
  decimals: number,
  { minDecimals = 0, maxDecimals = decimals, grouped = true }: DecimalOptions = {},
): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = trimFraction(
    digits.slice(digits.length - decimals).slice(0, Math.max(0, maxDecimals)),
    minDecimals,
  );
  const text = fraction === '' ? group(whole, grouped) : `${group(whole, grouped)}.${fraction}`;
  return units < 0n && /[1-9]/.test(text) ? `${MINUS}${text}` : text;
}

function trimFraction(fraction: string, minDecimals: number): string {
  return fraction.replace(/0+$/, '').padEnd(minDecimals, '0');
}

function group(whole: string, grouped: boolean): string {
  return grouped ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole;
}

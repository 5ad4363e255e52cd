import { DASH, type DecimalOptions, decimalText } from './decimal-text.ts';

export type AmountOptions = DecimalOptions & {
  /** Write zero as a dash, as tables do. Default false. */
  readonly zeroAsDash?: boolean;
  /** Significant digits kept in a fraction below one; overrides `maxDecimals` there. */
  readonly significantDigits?: number;
};

/**
 * A token amount for reading: `1,234.5`. Cut off towards zero, never rounded up. A non-zero amount
 * too small for the decimals shown is written `<0.0001`, not zero.
 *
 * @param amount - base units
 * @param decimals - the token's decimals
 */
export function formatAmount(
  amount: bigint,
  decimals: number,
  { zeroAsDash = false, significantDigits, ...options }: AmountOptions = {},
): string {
  if (amount === 0n && zeroAsDash) return DASH;
  const maxDecimals =
    significantDigits === undefined
      ? options.maxDecimals
      : significantDecimals(amount, decimals, significantDigits);
  const text = decimalText(amount, decimals, {
    ...options,
    ...(maxDecimals === undefined ? {} : { maxDecimals }),
  });
  if (amount === 0n || /[1-9]/.test(text)) return text;
  const shown = Math.max(maxDecimals ?? decimals, options.minDecimals ?? 0);
  return shown === 0 ? '<1' : `<0.${'0'.repeat(shown - 1)}1`;
}

/** The exact amount with all its digits and no separators, for a title or the clipboard. */
export function exactAmount(amount: bigint, decimals: number): string {
  return decimalText(amount, decimals, { grouped: false });
}

/** Decimals that keep `digits` significant digits of a value: fewer for large ones, more for tiny. */
function significantDecimals(amount: bigint, decimals: number, digits: number): number {
  const length = (amount < 0n ? -amount : amount).toString().length;
  return Math.min(decimals, Math.max(0, decimals - length + digits));
}

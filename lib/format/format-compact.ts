import { decimalText } from './decimal-text.ts';

const STEPS = [
  { exponent: 12, letter: 'T' },
  { exponent: 9, letter: 'B' },
  { exponent: 6, letter: 'M' },
  { exponent: 3, letter: 'k' },
] as const;

/**
 * A quantity shortened to `182.4M`, and the exact value to show on hover. Below a thousand nothing
 * is shortened; two decimals are kept.
 *
 * @param units - the quantity in units of `10 ** -decimals`
 */
export function formatCompact(
  units: bigint,
  decimals: number,
): { readonly text: string; readonly exact: string } {
  const exact = decimalText(units, decimals);
  const magnitude = units < 0n ? -units : units;
  const step = STEPS.find(({ exponent }) => magnitude >= 10n ** BigInt(exponent + decimals));
  if (step === undefined) {
    return { text: decimalText(units, decimals, { maxDecimals: 2 }), exact };
  }
  const text = decimalText(units, decimals + step.exponent, { minDecimals: 2, maxDecimals: 2 });
  return { text: `${text}${step.letter}`, exact };
}

import { decimalText } from '#lib/format/decimal-text.ts';

/** A fraction in parts per million as a percentage of two decimals, cut off: 4,200 is `0.42%`. */
export function percentText(ppm: bigint): string {
  return `${decimalText(ppm, 4, { minDecimals: 2, maxDecimals: 2 })}%`;
}

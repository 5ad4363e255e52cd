import { DASH, decimalText, MINUS } from './decimal-text.ts';

export type PercentOptions = {
  /** Decimals of the percentage. Default 2. */
  readonly decimals?: number;
  /** Write `+` before a gain. Default false. */
  readonly signed?: boolean;
};

/**
 * A fraction in parts per million as a percentage: 18,200 is `1.82%`. Rounded half away from zero.
 * A fraction that is not known is a dash.
 */
export function formatPpm(
  ppm: number | null,
  { decimals = 2, signed = false }: PercentOptions = {},
): string {
  if (ppm === null) return DASH;
  const rounded = roundedPpm(ppm, decimals);
  const text = decimalText(BigInt(Math.abs(rounded)), decimals, { minDecimals: decimals });
  return `${signOf(rounded, signed)}${text}%`;
}

/** A fraction in basis points as a percentage: 50 is `0.50%`. */
export function formatBps(bps: number | null, options?: PercentOptions): string {
  return formatPpm(bps === null ? null : bps * 100, options);
}

/** Parts per million to units of `10 ** -decimals` percent. */
function roundedPpm(ppm: number, decimals: number): number {
  const scale = 10 ** (4 - decimals);
  return Math.sign(ppm) * Math.round(Math.abs(ppm) / scale);
}

function signOf(value: number, signed: boolean): string {
  if (value < 0) return MINUS;
  return signed && value > 0 ? '+' : '';
}

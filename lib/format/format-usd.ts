import { formatAmount } from './format-amount.ts';

/** A value in micro-dollars (1e-6 USD) for reading: `$1,234.56`, `<$0.01`. Cut off towards zero. */
export function formatUsd(microDollars: bigint): string {
  const text = formatAmount(microDollars, 6, { minDecimals: 2, maxDecimals: 2 });
  return text.startsWith('<') ? `<$${text.slice(1)}` : `$${text}`;
}

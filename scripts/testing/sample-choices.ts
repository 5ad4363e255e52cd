import { type CustodyChoice, custodyChoices } from '#lib/custody/custody-choice.ts';
import type { Token } from '#lib/domain/currency.ts';

const token = (symbol: string, decimals: number, digit: number): Token => ({
  kind: 'token',
  address: `0x${String(digit).repeat(40)}`,
  symbol,
  name: symbol,
  decimals,
  permit: symbol !== 'WLUX',
});

/** The exchange's tokens, for tests. */
export const sampleTokens = [
  token('WLUX', 18, 1),
  token('LUSD', 6, 2),
  token('LETH', 18, 3),
  token('LBTC', 8, 4),
] as const;

/** A choice by its currency's symbol, for tests. */
export function sampleChoice(symbol: string): CustodyChoice {
  const choice = custodyChoices(sampleTokens).find(({ currency }) => currency.symbol === symbol);
  if (choice === undefined) throw new RangeError(`${symbol} is no choice`);
  return choice;
}

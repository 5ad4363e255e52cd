import { markets } from '#lib/domain/market.ts';
import { MAX_QUANTA } from '#lib/domain/quanta.ts';
import { ALL_MARKETS, NO_NOTIONAL_LIMIT } from '#lib/protocol/wire-agent-approval.ts';
import { parseAmount } from '#lib/swap/parse-amount.ts';
import type { KeyScope } from '#lib/trading/approve-key.ts';

const DAY_MS = 86_400_000;
const QUOTE = { symbol: 'USDT', decimals: 6 } as const;

/** What is chosen and typed for a new trading key. */
export type KeyInputs = {
  /** Who uses it: this browser, or a program that is given its secret. */
  readonly use: 'browser' | 'program';
  /** Symbols of the markets it may trade in. */
  readonly symbols: readonly string[];
  /** Largest order in the quote asset; empty = no limit. */
  readonly limit: string;
  readonly days: number;
};

export type KeyView = {
  /** What is wrong with the limit; `null` = nothing. */
  readonly limitProblem: string | null;
  /** Why there is no key to approve yet; `null` = there is, or the problem says it. */
  readonly reason: string | null;
  readonly scope: KeyScope | null;
};

/** A key for this browser that may do all that keys may, for thirty days. */
export const emptyKey: KeyInputs = {
  use: 'browser',
  symbols: markets.map(({ symbol }) => symbol),
  limit: '',
  days: 30,
};

/** What a key would be allowed, or why it cannot be made. */
export function deriveKeyScope({ symbols, limit, days }: KeyInputs): KeyView {
  const parsed = parseAmount(limit, QUOTE);
  const amount = parsed.kind === 'amount' ? parsed.amount : null;
  const limitProblem = parsed.kind === 'problem' ? parsed.problem.message : outside(amount);
  const reason = symbols.length === 0 ? 'Choose at least one market.' : null;
  if (limitProblem !== null || reason !== null) return { limitProblem, reason, scope: null };
  const maxNotional = amount ?? NO_NOTIONAL_LIMIT;
  const scope = { validMs: days * DAY_MS, markets: bitsOf(symbols), maxNotional };
  return { limitProblem, reason, scope };
}

function outside(amount: bigint | null): string | null {
  if (amount === 0n) return 'A key that may order nothing is none. Leave it empty for no limit.';
  return amount !== null && amount > BigInt(MAX_QUANTA) ? 'No order is that large.' : null;
}

/** All markets that there are stands for those to come as well. */
function bitsOf(symbols: readonly string[]): bigint {
  const chosen = markets.filter(({ symbol }) => symbols.includes(symbol));
  if (chosen.length === markets.length) return ALL_MARKETS;
  return chosen.reduce((bits, { id }) => bits | (1n << BigInt(id)), 0n);
}

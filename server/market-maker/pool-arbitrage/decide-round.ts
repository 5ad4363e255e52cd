import { type Address, sameAddress } from '#lib/domain/address.ts';
import type { Pool } from '#lib/domain/amm/pool.ts';
import type { Token } from '#lib/domain/currency.ts';
import type { Market } from '#lib/domain/market.ts';
import type { IdleReason } from './idle-reason.ts';
import { type PlannedTrade, planTrades, type TradingRules } from './plan-trades.ts';
import {
  approveTransaction,
  swapTransaction,
  type TransactionRequest,
  wrapTransaction,
} from './swap-transaction.ts';
import { type ReferencePrice, tokenValues } from './token-values.ts';

/** What the account has; maps are by lower-case token address, in base units. */
export type Holdings = {
  /** Native LUX, in wei. */
  readonly native: bigint;
  readonly balances: ReadonlyMap<string, bigint>;
  /** What the router may take. */
  readonly allowances: ReadonlyMap<string, bigint>;
};

export type RoundRules = TradingRules & {
  /** A price older than this is stale. */
  readonly maxPriceAgeMs: number;
  /** Native LUX that is never wrapped, and without half of which nothing is sent, in wei. */
  readonly gasReserve: bigint;
};

export type RoundInput = {
  readonly nowMs: number;
  readonly prices: readonly { readonly market: Market; readonly price: ReferencePrice | null }[];
  readonly tokens: readonly Token[];
  readonly pools: readonly Pool[];
  readonly holdings: Holdings;
  readonly account: Address;
  readonly router: Address;
  readonly wlux: Address;
  readonly rules: RoundRules;
};

export type Decision =
  | { readonly kind: 'idle'; readonly reason: IdleReason; readonly detail: string }
  /** What has to be mined before the account can trade. */
  | { readonly kind: 'prepare'; readonly transactions: readonly TransactionRequest[] }
  | {
      readonly kind: 'trade';
      readonly trades: readonly {
        readonly trade: PlannedTrade;
        readonly transaction: TransactionRequest;
      }[];
    };

/** What to do about the pools as they are: nothing, a preparation, or swaps. */
export function decideRound(input: RoundInput): Decision {
  const { tokens, pools, holdings, rules } = input;
  const fresh = freshPrices(input);
  if (fresh.length === 0) return idle('market-maker/stale-price');
  const values = tokenValues(tokens, fresh);
  if (pools.length === 0 || values.length === 0) return idle('market-maker/no-pools');
  const { balances } = holdings;
  const { trades, short } = planTrades({ pools, values, balances, rules });
  if (trades.length === 0 && short.length === 0) return idle('market-maker/in-line');
  if (holdings.native < rules.gasReserve / 2n) return idle('market-maker/out-of-gas');
  const transactions = preparations(input, trades, short);
  if (transactions.length > 0) return { kind: 'prepare', transactions };
  if (trades.length === 0) {
    return idle('market-maker/insufficient-inventory', `short of ${short.join(', ')}`);
  }
  const { router, account: recipient } = input;
  const swap = (trade: PlannedTrade) => swapTransaction(trade, { router, recipient });
  return { kind: 'trade', trades: trades.map((trade) => ({ trade, transaction: swap(trade) })) };
}

function freshPrices({ prices, nowMs, rules }: RoundInput) {
  return prices.flatMap(({ market, price }) => {
    // A price from the future tells of a wrong clock, and then its age means nothing.
    const isFresh = price !== null && Math.abs(nowMs - price.timestampMs) <= rules.maxPriceAgeMs;
    return isFresh ? [{ market, price }] : [];
  });
}

function preparations(
  { holdings, router, wlux, rules }: RoundInput,
  trades: readonly PlannedTrade[],
  short: readonly Address[],
): TransactionRequest[] {
  const paid = new Set(trades.map(({ tokenIn }) => tokenIn));
  const unapproved = [...paid].filter((token) => {
    const wanted = trades.filter(({ tokenIn }) => tokenIn === token);
    const amount = wanted.reduce((sum, { amountIn }) => sum + amountIn, 0n);
    return (holdings.allowances.get(token.toLowerCase()) ?? 0n) < amount;
  });
  const spare = holdings.native - rules.gasReserve;
  const needsWlux = short.some((token) => sameAddress(token, wlux));
  return [
    ...unapproved.map((token) => approveTransaction(token, router)),
    // Half of what is spare, and no crumbs: each wrapping is worth its transaction.
    ...(needsWlux && spare > rules.gasReserve ? [wrapTransaction(wlux, spare / 2n)] : []),
  ];
}

function idle(reason: IdleReason, detail = ''): Decision {
  return { kind: 'idle', reason, detail };
}

import type { Address } from '#lib/domain/address.ts';
import type { RouteFailureCode, SwapRoute } from '#lib/domain/route/swap-route.ts';
import type { SlippageSetting } from './slippage.ts';
import type { SwapErrorCode } from './swap-errors.ts';
import type { UsdPrice } from './usd-value.ts';

/** How the router is allowed to take a token: a signature where possible, or a transaction. */
export type ApprovalMode = 'permit' | 'exact' | 'unlimited';

/** What the user has settled for every swap, kept in this browser. */
export type SwapSettings = {
  readonly slippage: SlippageSetting;
  /** Whether a slippage over the limit was explicitly wanted. */
  readonly highSlippageAccepted: boolean;
  readonly deadlineMinutes: number;
  readonly approval: ApprovalMode;
};

/** A swap that waits longer than this is better asked for again. */
export const MAX_DEADLINE_MINUTES = 180;

export const DEFAULT_SETTINGS: SwapSettings = {
  slippage: { mode: 'auto' },
  highSlippageAccepted: false,
  deadlineMinutes: 20,
  approval: 'permit',
};

/** The page's line to the chain. */
export type ChainLink =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** It stopped answering; what is on screen is as old as `lastAnswerMs`. */
  | {
      readonly kind: 'down';
      readonly lastAnswerMs: number | null;
      readonly code: SwapErrorCode;
    };

/** What the router says to the present inputs. */
export type QuoteState =
  /** Nothing is asked. */
  | { readonly kind: 'none' }
  /** The pools are being read for the first time. */
  | { readonly kind: 'loading' }
  | { readonly kind: 'quoted'; readonly route: SwapRoute; readonly asOfMs: number }
  | {
      readonly kind: 'refused';
      readonly code: RouteFailureCode | 'swap/exact-out-unsafe';
    };

/** Everything about the market that a swap's view depends on. */
export type SwapMarketState = {
  readonly link: ChainLink;
  readonly quote: QuoteState;
  /** Dollar prices by currency key. */
  readonly prices: ReadonlyMap<string, UsdPrice>;
  /** Wei for one unit of gas, tip included; `null` before the first block. */
  readonly gasPrice: bigint | null;
  readonly nowMs: number;
};

/** Everything about the account that a swap's view depends on. */
export type SwapAccount =
  | { readonly kind: 'disconnected' }
  /** `restoring` after a reload; otherwise the wallet is asking its user. */
  | { readonly kind: 'connecting'; readonly restoring: boolean }
  | {
      readonly kind: 'connected';
      readonly address: Address;
      readonly onRightNetwork: boolean;
      /** Balances in base units by currency key; a missing one is not known yet. */
      readonly balances: ReadonlyMap<string, bigint>;
      /** What the router may already take of the pay token; `null` while not known. */
      readonly allowance: bigint | null;
      /** Whether it is a contract, such as a Safe, for which no key signs. */
      readonly isContract: boolean;
    };

/** Age after which a quote is not shown as current any more. */
const STALE_AFTER_MS = 5_000;

/** How old what is on screen is, once that is worth saying; `null` while it is current. */
export function staleAgeMs({ link, quote, nowMs }: SwapMarketState): number | null {
  if (quote.kind !== 'quoted') return null;
  const age = Math.max(0, nowMs - quote.asOfMs);
  return link.kind !== 'live' || age > STALE_AFTER_MS ? age : null;
}

import type { Funding } from '#lib/custody/read-funding.ts';
import type { TradingState } from '#lib/trading/trading-state.ts';
import type { WalletConnection } from '#lib/wallet/wallet-store.ts';

/** Whether there is an account to show, and what is missing if not. */
export type Access =
  | { readonly kind: 'disconnected' }
  /** Somebody is being recognised; what they have comes in a moment. */
  | { readonly kind: 'connecting' }
  /** The owner has not approved a key of this browser; `funding`: what they have paid in. */
  | { readonly kind: 'no-key'; readonly wrongNetwork: boolean; readonly funding: Funding | null }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'known' };

/** How far the page knows the account. What was known once stays in sight while it connects anew. */
export function deriveAccess({
  wallet,
  chainId,
  funding,
  trading,
}: {
  readonly wallet: WalletConnection;
  /** The page's. */
  readonly chainId: number;
  /** Whether a wallet without a key has paid in; `null` = not known yet. */
  readonly funding: Funding | null;
  readonly trading: TradingState;
}): Access {
  if (wallet.status === 'disconnected') return { kind: 'disconnected' };
  if (wallet.status === 'connecting') return { kind: 'connecting' };
  const { phase, refusal } = trading;
  if (phase === 'no-key') {
    return { kind: 'no-key', wrongNetwork: wallet.chainId !== chainId, funding };
  }
  if (phase === 'refused') {
    const { code, message } = refusal ?? { code: 'auth/required', message: 'Approve a key.' };
    return { kind: 'refused', code, message };
  }
  if (phase === 'no-account') return { kind: 'connecting' };
  const isKnown = phase === 'ready' || trading.orders !== null || trading.balances !== null;
  return { kind: isKnown ? 'known' : 'connecting' };
}

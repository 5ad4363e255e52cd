import type { Funding } from '#lib/custody/read-funding.ts';
import type { TicketAccount, TradingStep } from '#lib/order-ticket/ticket-context.ts';
import type { TradingState } from '#lib/trading/trading-state.ts';
import type { WalletConnection } from '#lib/wallet/wallet-store.ts';

/** Who the ticket is for, and what they have to do before they can trade. */
export function ticketAccount({
  wallet,
  chainId,
  funding,
  trading,
}: {
  readonly wallet: WalletConnection;
  /** The page's. */
  readonly chainId: number;
  /** Whether it has paid in; `null` = not known yet. */
  readonly funding: Funding | null;
  readonly trading: Pick<TradingState, 'phase' | 'balances' | 'orders' | 'key'>;
}): TicketAccount {
  if (wallet.status === 'disconnected') return { kind: 'disconnected' };
  if (wallet.status === 'connecting') return { kind: 'connecting' };
  const balances = trading.balances === null ? null : [...trading.balances.values()];
  const orders = trading.orders === null ? [] : [...trading.orders.values()];
  const known = { kind: 'connected', balances, orders, key: trading.key } as const;
  switch (trading.phase) {
    // What trades for the account is on its way to the page, or to the exchange.
    case 'no-account':
      return { kind: 'connecting' };
    case 'connecting':
      // What was known before a connection broke stays in sight.
      return balances === null ? { kind: 'connecting' } : { ...known, step: 'wait' };
    case 'ready': {
      const isEmpty = balances?.every(({ available, locked }) => available + locked === 0);
      return { ...known, step: isEmpty === true ? 'deposit' : null };
    }
    // Signing for another chain is refused by wallets; trading itself needs the wallet no more.
    case 'no-key':
      return { ...known, step: wallet.chainId === chainId ? firstStep(funding) : 'switch-network' };
    case 'refused':
      return { ...known, step: wallet.chainId === chainId ? 'enable-trading' : 'switch-network' };
  }
}

/** An account begins with its first deposit: the exchange takes no key for one that has none. */
function firstStep(funding: Funding | null): TradingStep {
  switch (funding) {
    case null:
      return 'wait';
    case 'none':
      return 'first-deposit';
    case 'arriving':
      return 'arriving';
    case 'credited':
      return 'enable-trading';
    default:
      return funding satisfies never;
  }
}

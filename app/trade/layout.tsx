import type { ReactNode } from 'react';
import { TradingProvider } from '#components/trade/trading-provider.tsx';

/** What all trading pages share: the account stays when the market changes. */
export default function TradeLayout({ children }: { readonly children: ReactNode }) {
  return <TradingProvider>{children}</TradingProvider>;
}

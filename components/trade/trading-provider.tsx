'use client';

import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useNetworkConfig, useWebConfig } from '#components/shell/config-provider.tsx';
import { useMarketStream } from '#components/shell/market-data-provider.tsx';
import type { TradingSession } from '#lib/trading/trading-session.ts';
import { type TradingState, UNKNOWN_ACCOUNT } from '#lib/trading/trading-state.ts';

/** `null` while the code behind it is on its way, and where orders cannot be signed. */
const SessionContext = createContext<TradingSession | null>(null);

/** Stands for the session's store until there is one. */
const nobody = createStore<TradingState>(() => UNKNOWN_ACCOUNT);

/** Keeps what the page does for an account: its trading key, orders, balances and fills. */
export function TradingProvider({ children }: { readonly children: ReactNode }) {
  const { chainId, sidecarUrl, explorerUrl } = useNetworkConfig();
  const clearingHouse = useWebConfig()?.contracts.clearingHouse ?? null;
  const stream = useMarketStream();
  const [session, setSession] = useState<TradingSession | null>(null);

  useEffect(() => {
    if (clearingHouse === null) return;
    const leaving = new AbortController();
    const begin = async () => {
      const { openTradingSession } = await import('#lib/trading/open-trading-session.ts');
      if (leaving.signal.aborted) return;
      const opened = openTradingSession({
        ...{ chainId, clearingHouse, sidecarUrl, explorerUrl, stream },
      });
      leaving.signal.addEventListener('abort', opened.end);
      setSession(opened.session);
    };
    void begin();
    return () => {
      leaving.abort();
      setSession(null);
    };
  }, [chainId, clearingHouse, sidecarUrl, explorerUrl, stream]);

  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The session, to act; `null` while orders cannot be sent at all. */
export function useTradingSession(): TradingSession | null {
  return use(SessionContext);
}

/** Reads a part of what is known of the account; renders again when that part changes. */
export function useTrading<Part>(select: (state: TradingState) => Part): Part {
  return useStore(use(SessionContext)?.store ?? nobody, select);
}

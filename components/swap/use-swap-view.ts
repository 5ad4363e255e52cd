import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useMarketData } from '#components/shell/market-data-provider.tsx';
import { useWallet } from '#components/wallet/use-wallet.ts';
import { useWalletNetwork } from '#components/wallet/use-wallet-network.ts';
import { useNow } from '#hooks/use-now.ts';
import type { Token } from '#lib/domain/currency.ts';
import { accountOf } from '#lib/swap/account-of.ts';
import { deriveDetails } from '#lib/swap/derive-details.ts';
import { deriveSwap } from '#lib/swap/derive-swap.ts';
import type { SwapPlan } from '#lib/swap/swap-plan.ts';
import type { SwapSession } from '#lib/swap/swap-session.ts';
import type { SwapDetails, SwapView } from '#lib/swap/swap-view.ts';
import { type TokenEntry, tokenEntries } from '#lib/swap/token-entries.ts';
import { usdPrices } from '#lib/swap/usd-prices.ts';
import type { UsdPrice } from '#lib/swap/usd-value.ts';

export type SwapScreen = {
  readonly view: SwapView;
  /** Every token that can be chosen. */
  readonly entries: readonly TokenEntry[];
  /** What the account holds, base units by currency key. */
  readonly balances: ReadonlyMap<string, bigint>;
  readonly prices: ReadonlyMap<string, UsdPrice>;
  readonly nowMs: number;
  /** The figures of a plan, as the review shows them. */
  readonly detailsOf: (plan: SwapPlan) => SwapDetails;
};

/** What the swap page shows, derived anew when anything that it depends on changes. */
export function useSwapView(session: SwapSession, tokens: readonly Token[]): SwapScreen {
  const { inputs, settings, acknowledgement, link, quote, imported, view } = useStore(
    session.store,
  );
  const { chainId, networkTitle } = useWalletNetwork();
  const wallet = useWallet();
  const feed = useMarketData((data) => data.prices);
  const nowMs = useNow() ?? 0;
  const prices = useMemo(() => usdPrices(tokens, feed), [tokens, feed]);
  const list = useMemo(() => tokenEntries(tokens, imported), [tokens, imported]);
  const entries = useMemo(() => new Map(list.map((entry) => [entry.key, entry])), [list]);

  const market = { link, quote, prices, gasPrice: view?.gasPrice ?? null, nowMs };
  const account = accountOf({ wallet, chainId, holdings: view?.holdings ?? null, inputs });
  return {
    view: deriveSwap({
      inputs,
      settings,
      acknowledgement,
      market,
      account,
      entries,
      networkTitle,
    }),
    entries: list,
    balances: account.kind === 'connected' ? account.balances : new Map(),
    prices,
    nowMs,
    detailsOf: (plan) => deriveDetails({ plan, market, settings, entries }),
  };
}

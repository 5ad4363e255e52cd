import { useMemo } from 'react';
import { useMarketData } from '#components/shell/market-data-provider.tsx';
import { useWallet } from '#components/wallet/use-wallet.ts';
import { useWalletNetwork } from '#components/wallet/use-wallet-network.ts';
import { useCalmStore } from '#hooks/use-calm-store.ts';
import { useNow } from '#hooks/use-now.ts';
import type { TicketContext } from '#lib/order-ticket/ticket-context.ts';
import { marketStatus } from '#lib/stores/market-data-store.ts';
import { TICKET_CALM } from './calms.ts';
import { ticketAccount } from './ticket-account.ts';
import { useTrading } from './trading-provider.tsx';
import type { Desk } from './use-desk.ts';
import { useFunding } from './use-funding.ts';

const SECOND_MS = 1_000;

/** Everything that the ticket is filled in against, as of now. */
export function useTicketContext({ market, live }: Desk): TicketContext {
  const { chainId } = useWalletNetwork();
  const wallet = useWallet();
  const lastTicks = useMarketData((data) => data.prices[market.symbol]?.priceTicks ?? null);
  const indexTicks = useMarketData((data) => data.prices[market.symbol]?.indexTicks ?? null);
  const phase = useMarketData((data) => data.connection.phase);
  const trading = useMarketData(marketStatus(market.symbol));
  const auction = useMarketData((data) => data.conditions[market.symbol]?.auction ?? null);
  const tradingPhase = useTrading((state) => state.phase);
  const balances = useTrading((state) => state.balances);
  const orders = useTrading((state) => state.orders);
  const key = useTrading((state) => state.key);
  const funding = useFunding();
  const { phase: bookPhase, bids, asks } = useCalmStore(live.book, TICKET_CALM);
  const nowMs = Math.floor((useNow() ?? 0) / SECOND_MS) * SECOND_MS;

  const account = useMemo(
    () =>
      ticketAccount({
        ...{ wallet, chainId, funding },
        trading: { phase: tradingPhase, balances, orders, key },
      }),
    [wallet, chainId, funding, tradingPhase, balances, orders, key],
  );
  const book = useMemo(
    () => (bookPhase === 'loading' ? null : { bids, asks }),
    [bookPhase, bids, asks],
  );
  const offline = phase === 'offline' || phase === 'reconnecting' || phase === 'connecting';
  const behind = phase === 'stale' || bookPhase === 'resyncing' ? 'stale' : 'live';
  const connection = offline ? 'offline' : behind;
  return useMemo(
    () => ({
      ...{ market, trading, auction, book, lastTicks, indexTicks, account, connection, nowMs },
    }),
    [market, trading, auction, book, lastTicks, indexTicks, account, connection, nowMs],
  );
}

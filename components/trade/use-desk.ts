import { useState } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Market } from '#lib/domain/market.ts';
import { emptyTicket, type TicketInputs } from '#lib/order-ticket/ticket-inputs.ts';
import { type LiveMarket, useLiveMarket } from './use-live-market.ts';
import { useOwnOrders } from './use-own-orders.ts';

/** What the panels of a market's desk share. It stays the same while the market is shown. */
export type Desk = {
  readonly market: Market;
  readonly live: LiveMarket;
  /** What is chosen and typed in the ticket: the book and keys change it too. */
  readonly inputs: StoreApi<TicketInputs>;
};

/** Makes a desk for a market, and keeps it up to date; no render follows from what streams. */
export function useDesk(market: Market): Desk {
  const live = useLiveMarket(market.symbol);
  const [inputs] = useState(() => createStore<TicketInputs>(() => emptyTicket));
  useOwnOrders(live.book);
  const [desk] = useState(() => ({ market, live, inputs }));
  return desk;
}

import { useCallback, useMemo, useState } from 'react';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import { oneClickStore } from './one-click-store.ts';
import { useTradingSession } from './trading-provider.tsx';
import type { Desk } from './use-desk.ts';

export type OrderSubmit = {
  /** The order that waits to be confirmed; `null` = none does. */
  readonly asked: OrderRequest | null;
  /** Opens the review of an order, or sends it at once in one-click mode. */
  readonly ask: (request: OrderRequest) => void;
  /** Opens the review, in one-click mode too. */
  readonly review: (request: OrderRequest) => void;
  /** Sends an order. */
  readonly send: (request: OrderRequest) => void;
  /** Closes the review; nothing is sent. */
  readonly drop: () => void;
};

/** The way of an order from the ticket to the exchange: through a review, unless one-click is on. */
export function useOrderSubmit({ inputs }: Desk): OrderSubmit {
  const session = useTradingSession();
  const [asked, setAsked] = useState<OrderRequest | null>(null);

  const send = useCallback(
    (request: OrderRequest) => {
      setAsked(null);
      void session?.submit(request);
      inputs.setState({ size: { kind: 'text', text: '' } });
    },
    [session, inputs],
  );
  return useMemo(
    () => ({
      asked,
      ask: (request) => (oneClickStore.getState().on ? send(request) : setAsked(request)),
      review: setAsked,
      send,
      drop: () => setAsked(null),
    }),
    [asked, send],
  );
}

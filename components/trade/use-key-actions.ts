import { useState } from 'react';
import { deriveTicket } from '#lib/order-ticket/derive-ticket.ts';
import type { TicketContext } from '#lib/order-ticket/ticket-context.ts';
import { applyTicketKey } from '#lib/order-ticket/ticket-keys.ts';
import { showToast } from '#lib/stores/toast-store.ts';
import { ordersOf } from './orders-of.ts';
import { useTradingSession } from './trading-provider.tsx';
import type { Desk } from './use-desk.ts';
import type { OrderSubmit } from './use-order-submit.ts';
import { useTradeKeys } from './use-trade-keys.ts';

export type KeyActionOptions = {
  readonly desk: Desk;
  readonly context: TicketContext;
  readonly submit: OrderSubmit;
};

/** What is asked before all orders are canceled; `null` = nothing is asked. */
export type AskedCancel = { readonly count: number; readonly confirm: () => void };

/** What the keys of the trading page do. */
export function useKeyActions({ desk, context, submit }: KeyActionOptions): {
  readonly cancel: AskedCancel | null;
  readonly dropCancel: () => void;
} {
  const { market, inputs } = desk;
  const session = useTradingSession();
  const [count, setCount] = useState<number | null>(null);
  const dropCancel = () => setCount(null);

  useTradeKeys((action) => {
    const open = ordersOf(session?.store.getState().orders ?? null, market.symbol);
    switch (action.kind) {
      case 'submit': {
        const { request } = deriveTicket(inputs.getState(), context);
        if (request !== null) (action.atOnce ? submit.ask : submit.review)(request);
        return;
      }
      case 'cancel-last':
        if (open[0] === undefined) showToast(NOTHING_OPEN);
        else void session?.cancel(open[0].orderId);
        return;
      case 'cancel-all':
        if (open.length === 0) showToast(NOTHING_OPEN);
        else setCount(open.length);
        return;
      default:
        inputs.setState((before) => applyTicketKey(before, { action, context }), true);
    }
  });

  const confirm = () => {
    dropCancel();
    void session?.cancelAll(market.symbol);
  };
  return { cancel: count === null ? null : { count, confirm }, dropCancel };
}

const NOTHING_OPEN = {
  id: 'nothing-open',
  kind: 'info',
  title: 'No open order in this market',
  durationMs: 3_000,
} as const;

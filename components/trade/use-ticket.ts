import { useCallback } from 'react';
import { useStore } from 'zustand';
import type { OrderTicketProps } from '#components/order-ticket/order-ticket.tsx';
import { switchNetwork } from '#components/wallet/switch-network.ts';
import { useWalletNetwork } from '#components/wallet/use-wallet-network.ts';
import { openCustodyDialog } from '#lib/custody/custody-dialog-store.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import type { TicketInputs } from '#lib/order-ticket/ticket-inputs.ts';
import { openWalletDialog } from '#lib/wallet/wallet-store.ts';
import type { Desk } from './use-desk.ts';
import { type OrderSubmit, useOrderSubmit } from './use-order-submit.ts';
import { useTicketContext } from './use-ticket-context.ts';
import { useTradingSteps } from './use-trading-steps.ts';

export type Ticket = OrderTicketProps & { readonly submit: OrderSubmit };

/** What the order on the ticket is paid with. */
function depositOf({ market }: Desk, { side }: Pick<TicketInputs, 'side'>): string {
  return side === 'buy' ? market.quote : market.base;
}

/** The ticket's state, and what its buttons do. */
export function useTicket(desk: Desk): Ticket {
  const inputs = useStore(desk.inputs);
  const context = useTicketContext(desk);
  const network = useWalletNetwork();
  const { busyLabel, enable } = useTradingSteps();
  const submit = useOrderSubmit(desk);
  const { ask } = submit;

  const onInputs: OrderTicketProps['onInputs'] = useCallback(
    (change) => desk.inputs.setState(change, true),
    [desk],
  );
  const onSubmit = useCallback((request: OrderRequest) => ask(request), [ask]);
  const onAction: OrderTicketProps['onAction'] = (action) => {
    if (action === 'connect') openWalletDialog('connect');
    if (action === 'switch-network') void switchNetwork(network);
    if (action === 'enable-trading') void enable();
    if (action === 'deposit') openCustodyDialog('deposit', depositOf(desk, inputs));
  };
  return { inputs, context, busyLabel, onInputs, onSubmit, onAction, submit };
}

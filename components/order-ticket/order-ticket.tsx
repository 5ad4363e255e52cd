'use client';

import { type SubmitEvent, useCallback, useMemo } from 'react';
import { useCalm } from '#hooks/use-calm.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import { formatPpm } from '#lib/format/format-percent.ts';
import { deriveTicket } from '#lib/order-ticket/derive-ticket.ts';
import type { TicketContext } from '#lib/order-ticket/ticket-context.ts';
import type { TicketInputs } from '#lib/order-ticket/ticket-inputs.ts';
import type { TicketAction } from '#lib/order-ticket/ticket-view.ts';
import { DisplayField } from './display-field.tsx';
import { SideSwitch } from './side-switch.tsx';
import { SizeField } from './size-field.tsx';
import { TicketOptions } from './ticket-options.tsx';
import { TicketPreview } from './ticket-preview.tsx';
import { TicketPrices } from './ticket-prices.tsx';
import { TicketSubmit } from './ticket-submit.tsx';
import { TypeSwitch } from './type-switch.tsx';

export type OrderTicketProps = {
  readonly inputs: TicketInputs;
  /** Market, book, account and connection as they are now. */
  readonly context: TicketContext;
  /** What the button says while an order or a signature is under way. */
  readonly busyLabel: string | null;
  /** Takes a change of the inputs; React's own setter of state fits. */
  readonly onInputs: (change: (inputs: TicketInputs) => TicketInputs) => void;
  /** The order, ready to be signed. */
  readonly onSubmit: (request: OrderRequest) => void;
  /** What has to be done before. */
  readonly onAction: (action: Exclude<TicketAction, 'submit'>) => void;
};

/** Figures that are read change five times a second at most, however often the book does. */
const CALM_MS = 200;

/** The order ticket: what is wanted, what it would do, and one button. */
export function OrderTicket(props: OrderTicketProps) {
  const { inputs, busyLabel, onInputs } = props;
  const calm = useCalm(props.context, CALM_MS);
  // What the button says is what it sends, so both are of the same moment; never of another market.
  const context = calm.market === props.context.market ? calm : props.context;
  const { market } = context;
  const view = useMemo(() => deriveTicket(inputs, context), [inputs, context]);
  // Always the same function, so that only those parts render again that show something else.
  const change = useCallback(
    (part: Partial<TicketInputs>) => onInputs((before) => ({ ...before, ...part })),
    [onInputs],
  );
  const { timeInForce, timesInForce, postOnly, iceberg, reduceOnly, legs } = view;

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { action } = view.button;
    if (busyLabel !== null || action === null) return;
    if (action !== 'submit') props.onAction(action);
    else if (view.request !== null) props.onSubmit(view.request);
  };

  return (
    <form
      aria-label={`Order for ${market.base}/${market.quote}`}
      className="flex flex-col gap-3 bg-panel p-3 [&_input]:scroll-mb-24 [&_select]:scroll-mb-24"
      noValidate
      onSubmit={submit}
    >
      <SideSwitch side={inputs.side} onChange={change} />
      <TypeSwitch type={inputs.type} onChange={change} />
      <p className="flex justify-between text-12 text-secondary">
        Available <span className="numeric text-text">{view.available ?? '–'}</span>
      </p>
      <TicketPrices {...{ view, inputs, context, onInputs, fields: ['trigger', 'price'] }} />
      <SizeField market={market} field={view.size} unit={inputs.unit} onChange={change} />
      <TicketOptions
        view={{ timeInForce, timesInForce, postOnly, iceberg, reduceOnly, legs }}
        goodFor={inputs.goodFor}
        onChange={change}
      />
      {view.legs.checked ? (
        <TicketPrices
          {...{ view, inputs, context, onInputs, fields: ['takeProfit', 'stopLoss'] }}
        />
      ) : null}
      {view.display === null ? null : (
        <DisplayField field={view.display} symbol={market.base} onChange={change} />
      )}
      <TicketPreview lines={view.lines} notices={view.notices} />
      <TicketSubmit side={view.side} button={view.button} busyLabel={busyLabel} />
      <p className="flex justify-between text-11 text-secondary">
        Standard fees
        <span className="numeric">
          maker {formatPpm(market.makerFeePpm)} · taker {formatPpm(market.takerFeePpm)}
        </span>
      </p>
    </form>
  );
}

'use client';

import { memo, useId } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import type { OrderSide } from '#lib/domain/order.ts';
import type { TicketButton } from '#lib/order-ticket/ticket-view.ts';
import { sameProps } from './same-props.ts';

export type TicketSubmitProps = {
  readonly side: OrderSide;
  readonly button: TicketButton;
  /** What it says in place of its own words while something is under way. */
  readonly busyLabel: string | null;
};

/** The ticket's one button: it says the whole action, or why there is none. It submits the form. */
export const TicketSubmit = memo(function TicketSubmit(props: TicketSubmitProps) {
  const { side, button, busyLabel } = props;
  const id = useId();
  const { label, action, reason } = button;
  const trades = action === 'submit';
  return (
    <div className="sticky bottom-0 -my-2 flex flex-col gap-1.5 bg-panel py-2">
      <button
        type="submit"
        disabled={action === null || busyLabel !== null}
        aria-describedby={id}
        className={classNames(
          'numeric min-h-11 w-full rounded-control px-3 py-2 font-sans font-semibold text-13 transition-colors disabled:bg-raised disabled:text-secondary',
          !trades && 'bg-accent text-on-accent hover:bg-accent-strong',
          trades && 'text-on-accent hover:opacity-90',
          trades && (side === 'buy' ? 'bg-up' : 'bg-down'),
        )}
      >
        {busyLabel ?? label}
      </button>
      <p id={id} aria-live="polite" className="text-center text-12 text-secondary empty:hidden">
        {busyLabel === null ? reason : null}
      </p>
    </div>
  );
}, sameProps);

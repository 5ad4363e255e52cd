'use client';

import { classNames } from '#components/ui/class-names.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import type { OrderSide } from '#lib/domain/order.ts';
import { OrderTicket, type OrderTicketProps } from './order-ticket.tsx';

export type TicketSheetProps = OrderTicketProps & {
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
};

const SIDES = [
  { side: 'buy', label: 'Buy', look: 'bg-up' },
  { side: 'sell', label: 'Sell', look: 'bg-down' },
] as const;

/**
 * The ticket of a phone: Buy and Sell within reach of the thumb, and the ticket itself as a sheet
 * from the bottom.
 */
export function TicketSheet({ open, onOpen, ...ticket }: TicketSheetProps) {
  const { market } = ticket.context;
  const show = (side: OrderSide) => {
    ticket.onInputs((before) => ({ ...before, side }));
    onOpen(true);
  };
  return (
    <>
      <div className="flex gap-2 border-line border-t bg-panel p-2">
        {SIDES.map(({ side, label, look }) => (
          <button
            key={side}
            type="button"
            aria-haspopup="dialog"
            className={classNames(
              'h-11 flex-1 rounded-control font-semibold text-13 text-on-accent',
              look,
            )}
            onClick={() => show(side)}
          >
            {label} {market.base}
          </button>
        ))}
      </div>
      <Dialog
        open={open}
        title={`Trade ${market.base}/${market.quote}`}
        onClose={() => onOpen(false)}
      >
        <OrderTicket {...ticket} />
      </Dialog>
    </>
  );
}

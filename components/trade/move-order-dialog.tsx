'use client';

import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { Market } from '#lib/domain/market.ts';
import type { Order } from '#lib/domain/order.ts';
import type { Ticks } from '#lib/domain/quanta.ts';
import { formatPrice } from '#lib/format/format-price.ts';
import { sizeText } from '#lib/order-ticket/ticket-text.ts';
import type { OrderEdit } from '#lib/trading/edit-order.ts';
import { FirstFocusButton } from './first-focus-button.tsx';

export type MoveOrderDialogProps = {
  readonly market: Market;
  readonly order: Order;
  readonly edit: OrderEdit;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
};

/** Asks before an order that was moved on the chart is changed. */
export function MoveOrderDialog(props: MoveOrderDialogProps) {
  const { market, order, edit, onConfirm, onClose } = props;
  const verb = order.side === 'buy' ? 'Buy' : 'Sell';
  const left = sizeText(order.quantityLots - order.filledLots, market);
  return (
    <Dialog open title="Change the order" onClose={onClose}>
      <form
        className="flex flex-col gap-4 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm();
        }}
      >
        <p className="text-15">
          {verb} {left}
        </p>
        <dl className="flex flex-col gap-2 text-12">
          <Change name="Trigger" from={order.triggerTicks} to={edit.triggerTicks} {...{ market }} />
          <Change name="Price" from={order.priceTicks} to={edit.priceTicks} {...{ market }} />
        </dl>
        <p className="text-12 text-secondary">
          At another price the order goes to the end of the queue there.
        </p>
        <div className="flex gap-2">
          <Button className="flex-1" onClick={onClose}>
            Keep it
          </Button>
          <FirstFocusButton type="submit" variant="primary" className="flex-1">
            Change
          </FirstFocusButton>
        </div>
      </form>
    </Dialog>
  );
}

function Change({
  name,
  from,
  to,
  market,
}: {
  readonly name: string;
  readonly from: Ticks;
  /** 0 = unchanged. */
  readonly to: Ticks;
  readonly market: Market;
}) {
  if (to === 0) return null;
  return (
    <div className="flex justify-between gap-3">
      <dt className="text-secondary">{name}</dt>
      <dd className="numeric">
        <span className="text-secondary">{formatPrice(from, market)} → </span>
        {formatPrice(to, market)}
      </dd>
    </div>
  );
}

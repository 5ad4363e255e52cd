'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { Order } from '#lib/domain/order.ts';
import { describeCancelAll } from './describe-cancel-all.ts';

export type CancelAllButtonProps = {
  /** Those that are shown. */
  readonly orders: readonly Order[];
  /** `null` = those of all markets. */
  readonly marketName: string | null;
  /** Why nothing can be canceled now; `null` = it can. */
  readonly obstacle: string | null;
  readonly onCancelAll: () => Promise<void>;
};

/** Cancels all orders that are shown, after it has said what that will do. */
export function CancelAllButton(props: CancelAllButtonProps) {
  const { orders, marketName, obstacle, onCancelAll } = props;
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const { title, action, lines } = describeCancelAll(orders, marketName);
  const cannot = orders.length === 0 ? 'There are no open orders.' : obstacle;

  const cancel = async () => {
    setOpen(false);
    setBusy(true);
    await onCancelAll();
    setBusy(false);
  };
  return (
    <>
      <Button
        size="small"
        variant="quiet"
        disabled={isBusy || cannot !== null}
        title={cannot ?? undefined}
        onClick={() => setOpen(true)}
      >
        {isBusy ? 'Canceling…' : 'Cancel all'}
      </Button>
      <Dialog open={isOpen && orders.length > 0} onClose={() => setOpen(false)} title={title}>
        <div className="flex flex-col gap-3 p-4">
          <ul className="flex flex-col gap-1.5 text-13 text-secondary">
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          {obstacle === null ? null : <p className="text-12 text-warn">{obstacle}</p>}
          <div className="flex justify-end gap-2">
            <Button onClick={() => setOpen(false)}>Keep them</Button>
            <Button variant="danger" disabled={obstacle !== null} onClick={() => void cancel()}>
              {action}
            </Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}

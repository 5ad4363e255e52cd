'use client';

import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { FirstFocusButton } from './first-focus-button.tsx';

export type CancelAllDialogProps = {
  /** `BTC/USDT`. */
  readonly name: string;
  /** Open orders of that market. */
  readonly count: number;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
};

/** Asks before all orders of a market are canceled. */
export function CancelAllDialog({ name, count, onConfirm, onClose }: CancelAllDialogProps) {
  const orders = count === 1 ? 'the one open order' : `all ${count} open orders`;
  return (
    <Dialog open title="Cancel all orders?" onClose={onClose}>
      <div className="flex flex-col gap-4 p-4">
        <p>
          This cancels {orders} of {name}. What is filled already stays.
        </p>
        <div className="flex gap-2">
          <Button className="flex-1" onClick={onClose}>
            Keep them
          </Button>
          <FirstFocusButton className="flex-1" variant="danger" onClick={onConfirm}>
            Cancel {count === 1 ? 'it' : `all ${count}`}
          </FirstFocusButton>
        </div>
      </div>
    </Dialog>
  );
}

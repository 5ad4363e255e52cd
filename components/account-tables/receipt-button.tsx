import { Button } from '#components/ui/button.tsx';
import type { Order } from '#lib/domain/order.ts';
import { describeOrder } from '#lib/trading/tell-order.ts';

export type ReceiptButtonProps = {
  readonly order: Order;
  readonly tabIndex: number;
  readonly onReceipt: (orderId: number) => void;
};

/** Opens what the operator confirms of an order. */
export function ReceiptButton({ order, tabIndex, onReceipt }: ReceiptButtonProps) {
  return (
    <Button
      size="small"
      variant="quiet"
      className="focus-inset -mx-2"
      tabIndex={tabIndex}
      aria-label={`Receipt of ${describeOrder(order)}`}
      onClick={() => onReceipt(order.orderId)}
    >
      Receipt
    </Button>
  );
}

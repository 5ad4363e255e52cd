'use client';

import { TicketPreview } from '#components/order-ticket/ticket-preview.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { useFirstFocus } from '#hooks/use-first-focus.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import type { TicketContext } from '#lib/order-ticket/ticket-context.ts';
import { describeOrder } from '#lib/trading/tell-order.ts';
import { deriveReview } from './derive-review.ts';

export type ReviewOrderDialogProps = {
  readonly request: OrderRequest;
  /** As it is now: what the order would do follows the book while it is read. */
  readonly context: TicketContext;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
};

/** Says what an order is and would do, before it is sent. Enter confirms. */
export function ReviewOrderDialog(props: ReviewOrderDialogProps) {
  return (
    <Dialog open title="Review the order" onClose={props.onClose}>
      <Review {...props} />
    </Dialog>
  );
}

function Review(props: ReviewOrderDialogProps) {
  const { request, context, onConfirm } = props;
  const confirm = useFirstFocus<HTMLButtonElement>();
  const review = deriveReview(request, context);
  const unreachable =
    context.connection === 'offline' ? 'The exchange is not reachable now.' : null;
  const problem = unreachable ?? review.problem;
  return (
    <form
      className="flex flex-col gap-4 p-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === null) onConfirm();
      }}
    >
      <p className="numeric font-sans font-semibold text-15">{describeOrder(request)}</p>
      <TicketPreview lines={review.terms} notices={[]} />
      <div className="border-line border-t pt-4">
        <TicketPreview lines={review.effects} notices={review.notices} />
      </div>
      <p role="status" className="text-12 text-down empty:hidden">
        {problem}
      </p>
      <button
        ref={confirm}
        type="submit"
        disabled={problem !== null}
        className={classNames(
          'min-h-11 w-full rounded-control px-3 font-semibold text-13 text-on-accent transition-colors hover:opacity-90 disabled:bg-raised disabled:text-secondary',
          request.side === 'buy' ? 'bg-up' : 'bg-down',
        )}
      >
        {request.side === 'buy' ? 'Confirm buy' : 'Confirm sell'}
      </button>
    </form>
  );
}

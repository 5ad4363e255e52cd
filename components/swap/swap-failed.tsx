import { Button } from '#components/ui/button.tsx';
import { FUNDS_TEXT, fundsAfter } from '#lib/swap/funds-after.ts';
import { swapErrors } from '#lib/swap/swap-errors.ts';
import type { SwapProgress } from '#lib/swap/swap-progress.ts';
import { TransactionLink } from './transaction-link.tsx';

export type SwapFailedProps = {
  readonly failure: Extract<SwapProgress, { stage: 'failed' }>;
  readonly explorerUrl: string | null;
  readonly onAgain: () => void;
};

/** Why nothing came of it: what happened, where the money is, what to do. */
export function SwapFailed({ failure, explorerUrl, onAgain }: SwapFailedProps) {
  const { code, hash } = failure;
  const { title, happened, remedy } = swapErrors[code];
  return (
    <div role="alert" className="flex flex-col gap-3 p-4 text-13" data-testid="swap-failure">
      <p className="font-medium text-15 text-down">{title}</p>
      <p>{happened}</p>
      <p className="font-medium">{FUNDS_TEXT[fundsAfter(failure)]}</p>
      <p className="text-secondary">{remedy}</p>
      <p className="numeric flex items-center justify-between gap-3 text-11 text-faint">
        {code}
        {hash === null ? null : <TransactionLink hash={hash} explorerUrl={explorerUrl} />}
      </p>
      <Button variant="primary" onClick={onAgain}>
        Back to the swap
      </Button>
    </div>
  );
}

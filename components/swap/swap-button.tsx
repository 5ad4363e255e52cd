import { Button } from '#components/ui/button.tsx';
import type { SwapButton as Look, SwapAction } from '#lib/swap/swap-view.ts';

export type SwapButtonProps = {
  readonly button: Look;
  readonly busyLabel: string | null;
  readonly onAction: (action: NonNullable<SwapAction>) => void;
};

/** The one button of the card: it says the next step, and when it cannot be taken, why. */
export function SwapButton({ button, busyLabel, onAction }: SwapButtonProps) {
  const { label, action, reason } = button;
  const disabled = action === null || busyLabel !== null;
  return (
    <div className="flex flex-col gap-1.5">
      <Button
        variant="primary"
        size="large"
        block
        disabled={disabled}
        aria-describedby="swap-button-reason"
        onClick={() => {
          if (action !== null) onAction(action);
        }}
      >
        {busyLabel ?? label}
      </Button>
      <p
        id="swap-button-reason"
        aria-live="polite"
        className="min-h-4 text-center text-12 text-secondary"
      >
        {busyLabel === null ? reason : null}
      </p>
    </div>
  );
}

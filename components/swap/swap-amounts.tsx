import { TokenMark } from '#components/token/token-mark.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { SwapRoute } from '#lib/domain/route/swap-route.ts';
import type { ShownAmount } from '#lib/swap/swap-view.ts';

export type SwapAmountsProps = {
  readonly pay: ShownAmount;
  readonly receive: ShownAmount;
  /** What is said of the two: before the swap one side may be an estimate. */
  readonly labels: { readonly pay: string; readonly receive: string };
};

/** The words for a swap that has not happened: the side that is not exact is about so much. */
export function plannedLabels({ kind, mode }: SwapRoute): SwapAmountsProps['labels'] {
  const isSwap = kind === 'swap';
  return {
    pay: isSwap && mode === 'exact-out' ? 'You pay about' : 'You pay',
    receive: isSwap && mode === 'exact-in' ? 'You receive about' : 'You receive',
  };
}

/** What goes and what comes, large. */
export function SwapAmounts({ pay, receive, labels }: SwapAmountsProps) {
  return (
    <div className="flex flex-col gap-2">
      <Amount label={labels.pay} amount={pay} />
      <Icon name="arrow-down" className="ml-1.5 text-secondary" />
      <Amount label={labels.receive} amount={receive} />
    </div>
  );
}

function Amount({ label, amount }: { readonly label: string; readonly amount: ShownAmount }) {
  return (
    <div className="flex items-center gap-3">
      <TokenMark symbol={amount.symbol} size={28} />
      <div className="min-w-0">
        <p className="text-12 text-secondary">{label}</p>
        <p className="truncate text-20" title={amount.exact}>
          <span className="numeric">{amount.text}</span> {amount.symbol}
        </p>
      </div>
    </div>
  );
}

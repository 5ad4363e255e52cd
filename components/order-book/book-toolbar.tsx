import { memo } from 'react';
import { Select } from '#components/ui/select.tsx';
import type { Market } from '#lib/domain/market.ts';
import type { Ticks } from '#lib/domain/quanta.ts';
import { decimalText } from '#lib/format/decimal-text.ts';
import { formatAge } from '#lib/format/format-time.ts';
import type { BookState } from '#lib/stores/book-store.ts';

export type BookToolbarProps = {
  readonly market: Market;
  readonly steps: readonly Ticks[];
  readonly stepTicks: Ticks;
  readonly phase: BookState['phase'];
  readonly staleMs: number | null;
  readonly onStep: (stepTicks: Ticks) => void;
};

/** Over the book: in which steps it is shown, and how old it is when it is not current. */
export const BookToolbar = memo(
  function BookToolbar(props: BookToolbarProps) {
    const { market, steps, stepTicks, onStep } = props;
    const shown = steps.includes(stepTicks) ? steps : [...steps, stepTicks];
    return (
      <div className="flex h-8 shrink-0 items-center justify-between pr-1 pl-3 pointer-coarse:h-11">
        <span role="status" className="numeric truncate text-11 text-warn">
          {statusText(props)}
        </span>
        <Select
          quiet
          aria-label="Price step of the order book"
          value={String(stepTicks)}
          options={shown.map((step) => ({
            value: String(step),
            label: decimalText(BigInt(step), market.priceDecimals),
          }))}
          onChange={(event) => onStep(Number(event.currentTarget.value))}
        />
      </div>
    );
  },
  (before, after) =>
    before.market === after.market &&
    before.stepTicks === after.stepTicks &&
    before.steps.length === after.steps.length &&
    statusText(before) === statusText(after),
);

function statusText({ phase, staleMs }: Pick<BookToolbarProps, 'phase' | 'staleMs'>): string {
  if (staleMs !== null) return `${formatAge(staleMs)} old`;
  return phase === 'resyncing' ? 'Catching up…' : '';
}

import type { OrderSide } from '#lib/domain/order.ts';
import { formatPrice } from '#lib/format/format-price.ts';
import type { TicketContext } from '#lib/order-ticket/ticket-context.ts';
import { helperTicks, type PriceHelper } from '#lib/order-ticket/ticket-keys.ts';

export type PriceHelpersProps = {
  readonly side: OrderSide;
  readonly context: TicketContext;
  readonly onTicks: (ticks: number) => void;
};

const HELPERS: readonly { readonly helper: PriceHelper; readonly label: string }[] = [
  { helper: 'bid', label: 'Bid' },
  { helper: 'mid', label: 'Mid' },
  { helper: 'ask', label: 'Ask' },
];

/** Takes the price from the book. */
export function PriceHelpers({ side, context, onTicks }: PriceHelpersProps) {
  return (
    <span className="flex gap-1 pointer-coarse:gap-0.5">
      {HELPERS.map(({ helper, label }) => {
        const ticks = helperTicks(helper, { side, context });
        return (
          <button
            key={helper}
            type="button"
            disabled={ticks === null}
            title={ticks === null ? `There is no ${helper}` : formatPrice(ticks, context.market)}
            className="h-5 rounded-[4px] bg-raised px-1.5 font-medium text-11 text-secondary transition-colors hover:bg-hover hover:text-text disabled:text-faint pointer-coarse:relative pointer-coarse:h-8 pointer-coarse:min-w-10 pointer-coarse:px-2 pointer-coarse:before:absolute pointer-coarse:before:inset-x-0 pointer-coarse:before:-inset-y-1.5"
            onClick={() => {
              if (ticks !== null) onTicks(ticks);
            }}
          >
            {label}
          </button>
        );
      })}
    </span>
  );
}

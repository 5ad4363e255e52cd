import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { MarketRow } from './derive-market-row.ts';

const LOOKS: Readonly<Record<MarketRow['direction'], string>> = {
  up: 'text-up',
  down: 'text-down',
  flat: 'text-secondary',
};

/** A change with its sign, an arrow and its colour. */
export function PriceChange({ change, direction }: Pick<MarketRow, 'change' | 'direction'>) {
  return (
    <span
      className={classNames(
        'numeric inline-flex items-center gap-1 whitespace-nowrap',
        LOOKS[direction],
      )}
    >
      {direction === 'flat' ? null : (
        <Icon name={direction === 'up' ? 'arrow-up' : 'arrow-down'} size={12} />
      )}
      {change}
    </span>
  );
}

import { Button } from '#components/ui/button.tsx';
import type { MarketsFilter } from './markets-toolbar.tsx';

export type MarketsEmptyProps = {
  readonly filter: MarketsFilter;
  readonly onReset: () => void;
};

/** No market passes the filter: why, and the one way back. */
export function MarketsEmpty({ filter, onReset }: MarketsEmptyProps) {
  return (
    <div className="flex h-36 flex-col items-center justify-center gap-3 border-line border-t text-13 text-secondary">
      <p>
        {filter.query === ''
          ? 'No favourites yet. Mark a market with its star.'
          : `No market matches “${filter.query}”.`}
      </p>
      <Button size="small" onClick={onReset}>
        Show all markets
      </Button>
    </div>
  );
}

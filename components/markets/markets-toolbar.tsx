import { Icon } from '#components/ui/icon.tsx';
import { Input } from '#components/ui/input.tsx';
import { Segmented } from '#components/ui/segmented.tsx';

export type MarketsFilter = { readonly query: string; readonly show: 'all' | 'favorites' };

export type MarketsToolbarProps = {
  readonly filter: MarketsFilter;
  readonly onFilter: (filter: MarketsFilter) => void;
};

const CHOICES = [
  { value: 'all', label: 'All' },
  { value: 'favorites', label: 'Favourites' },
] as const;

/** What of the markets is shown. */
export function MarketsToolbar({ filter, onFilter }: MarketsToolbarProps) {
  return (
    <div className="flex items-center gap-2">
      <Input
        type="search"
        aria-label="Filter markets"
        placeholder="Filter"
        leading={<Icon name="search" size={14} className="text-faint" />}
        className="min-w-0 flex-1 md:w-44"
        value={filter.query}
        onChange={(event) => onFilter({ ...filter, query: event.currentTarget.value })}
      />
      <Segmented
        label="Markets shown"
        options={CHOICES}
        value={filter.show}
        onChange={(show) => onFilter({ ...filter, show })}
      />
    </div>
  );
}

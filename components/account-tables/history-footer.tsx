import { Button } from '#components/ui/button.tsx';
import type { HistoryPages } from './use-history-pages.ts';

/** Under the last row: the way to older ones, what went wrong on it, or that there are none. */
export function HistoryFooter({ history }: { readonly history: HistoryPages<unknown> }) {
  const { failure, hasMore, isLoadingMore, isLoading, loadMore, retry } = history;
  return (
    <div
      role="status"
      className="sticky left-0 flex min-h-9 items-center justify-center gap-2.5 px-3 py-1 text-12 text-secondary"
    >
      {failure === null ? null : (
        <>
          <span>
            {failure.message} What came since is shown.{' '}
            <span className="numeric text-faint">{failure.code}</span>
          </span>
          <Button size="small" onClick={retry}>
            Try again
          </Button>
        </>
      )}
      {failure === null && hasMore ? (
        <Button size="small" disabled={isLoadingMore} onClick={loadMore}>
          {isLoadingMore ? 'Loading…' : 'Load more'}
        </Button>
      ) : null}
      {failure === null && !hasMore && !isLoading ? 'That is all.' : null}
    </div>
  );
}

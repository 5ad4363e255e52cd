import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Page } from '#lib/protocol/rest/page.ts';
import type { HistoryRequest } from '#lib/queries/fetch-history.ts';
import { RequestError } from '#lib/queries/request-error.ts';
import { accountQueries } from './account-queries.ts';
import type { AccountSource } from './account-source.ts';

const PAGE_ROWS = 50;

export type HistoryPages<Row> = {
  readonly pages: readonly (readonly Row[])[];
  /** The first page is on its way. */
  readonly isLoading: boolean;
  readonly isLoadingMore: boolean;
  /** There are older rows. */
  readonly hasMore: boolean;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly loadMore: () => void;
  readonly retry: () => void;
};

export type HistoryOptions<Row> = AccountSource & {
  readonly list: 'orders' | 'fills' | 'deposits' | 'withdrawals' | 'exits';
  /** `null` = of all markets. */
  readonly symbol: string | null;
  readonly fetchPage: (request: HistoryRequest) => Promise<Page<Row>>;
};

/** The pages of a list of the account, read by cursor, and anew whenever it is recognised again. */
export function useHistoryPages<Row>(options: HistoryOptions<Row>): HistoryPages<Row> {
  const { sidecarUrl, owner, token, list, symbol, fetchPage } = options;
  const query = useInfiniteQuery(
    {
      queryKey: [sidecarUrl, owner, list, symbol],
      enabled: token !== null,
      initialPageParam: null as string | null,
      queryFn: ({ pageParam, signal }) =>
        fetchPage({
          sidecarUrl,
          token: token ?? '',
          symbol,
          cursor: pageParam,
          limit: PAGE_ROWS,
          signal,
        }),
      getNextPageParam: ({ nextCursor }: Page<Row>) => nextCursor,
    },
    accountQueries,
  );
  const { data, error } = query;
  const pages = useMemo(() => data?.pages.map(({ rows }) => rows) ?? [], [data]);
  return {
    pages,
    isLoading: query.isPending,
    isLoadingMore: query.isFetchingNextPage,
    hasMore: query.hasNextPage,
    failure: error === null ? null : failureOf(error),
    loadMore: () => void query.fetchNextPage(),
    retry: () => void (query.isFetchNextPageError ? query.fetchNextPage() : query.refetch()),
  };
}

function failureOf(error: Error): { readonly code: string; readonly message: string } {
  const code = error instanceof RequestError ? error.code : 'client/unexpected';
  return { code, message: error.message };
}

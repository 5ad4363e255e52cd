'use client';

import { useEffect, useMemo } from 'react';
import { PanelMessage } from '#components/ui/panel-message.tsx';
import { useNow } from '#hooks/use-now.ts';
import { fetchDeposits, fetchExits, fetchWithdrawalHistory } from '#lib/queries/fetch-history.ts';
import type { MoneyOnItsWay } from '#lib/trading/trading-state.ts';
import { accountQueries } from './account-queries.ts';
import type { AccountSource } from './account-source.ts';
import { DataGrid } from './data-grid.tsx';
import { deriveTransfers, type ReadList } from './derive-transfers.ts';
import { HistoryFooter } from './history-footer.tsx';
import { SkeletonRows } from './skeleton-rows.tsx';
import { TRANSFERS_MIN_WIDTH, transferColumns } from './transfer-columns.ts';
import { TransferTableRow } from './transfer-table-row.tsx';
import { type HistoryPages, useHistoryPages } from './use-history-pages.ts';

export type TransfersProps = {
  readonly source: AccountSource;
  /** What the exchange told since the page is connected; `null` = nothing. */
  readonly money: MoneyOnItsWay | null;
  readonly isStale: boolean;
  readonly onDeposit: () => void;
};

const FRAME = { label: 'Transfers', columns: transferColumns, minWidthClass: TRANSFERS_MIN_WIDTH };
const MINUTE_MS = 60_000;

/** Deposits, withdrawals and forced exits: as they move on, and older ones page by page. */
export function Transfers({ source, money, isStale, onDeposit }: TransfersProps) {
  const { rows, all } = useTransferRows(source, money);
  if (rows.length === 0 && all.failure !== null) {
    return (
      <PanelMessage code={all.failure.code} action={{ label: 'Try again', onPress: all.retry }}>
        {all.failure.message} Your money is not affected.
      </PanelMessage>
    );
  }
  if (rows.length === 0 && all.isLoading) return <SkeletonRows {...FRAME} />;
  if (rows.length === 0) {
    return (
      <PanelMessage action={{ label: 'Deposit', onPress: onDeposit }}>
        Nothing has come in or gone out yet.
      </PanelMessage>
    );
  }
  return (
    <DataGrid
      {...FRAME}
      rowCount={rows.length}
      isStale={isStale}
      footer={<HistoryFooter history={all} />}
    >
      {(activeColumn) =>
        rows.map((row, index) => (
          <TransferTableRow key={row.key} row={row} activeColumn={activeColumn(index)} />
        ))
      }
    </DataGrid>
  );
}

/** Rows of the three lists, and how these are together. */
function useTransferRows(source: AccountSource, money: MoneyOnItsWay | null) {
  const of = { ...source, symbol: null };
  const fetchPage = fetchWithdrawalHistory;
  const depositPages = useHistoryPages({ ...of, list: 'deposits', fetchPage: fetchDeposits });
  const withdrawalPages = useHistoryPages({ ...of, list: 'withdrawals', fetchPage });
  const exitPages = useHistoryPages({ ...of, list: 'exits', fetchPage: fetchExits });
  const deposits = useReadList(depositPages);
  const withdrawals = useReadList(withdrawalPages);
  const exits = useReadList(exitPages);
  useReadAnew(source, money);
  // An exit becomes payable by the minute.
  const nowMs = Math.floor((useNow() ?? 0) / MINUTE_MS) * MINUTE_MS;
  const rows = useMemo(
    () => deriveTransfers({ money, nowMs, deposits, withdrawals, exits }),
    [money, nowMs, deposits, withdrawals, exits],
  );
  return { rows, all: together([depositPages, withdrawalPages, exitPages]) };
}

function useReadList<Row>({ pages, hasMore }: HistoryPages<Row>): ReadList<Row> {
  return useMemo(() => ({ rows: pages.flat(), hasMore }), [pages, hasMore]);
}

/** What is on its way no more is read anew: a deposit that was credited, an exit that the chain undid. */
function useReadAnew({ sidecarUrl, owner }: AccountSource, money: MoneyOnItsWay | null): void {
  const snapshots = money?.snapshots ?? null;
  const pending = money?.deposits.size ?? null;
  const exits = money === null ? null : [...money.exits.keys()].join(' ');
  useEffect(() => {
    if (snapshots === null || pending === null) return;
    void accountQueries.invalidateQueries({ queryKey: [sidecarUrl, owner, 'deposits'] });
  }, [snapshots, pending, sidecarUrl, owner]);
  useEffect(() => {
    if (snapshots === null || exits === null) return;
    void accountQueries.invalidateQueries({ queryKey: [sidecarUrl, owner, 'exits'] });
  }, [snapshots, exits, sidecarUrl, owner]);
}

function together(lists: readonly HistoryPages<unknown>[]): HistoryPages<unknown> {
  return {
    pages: [],
    isLoading: lists.some(({ isLoading }) => isLoading),
    isLoadingMore: lists.some(({ isLoadingMore }) => isLoadingMore),
    hasMore: lists.some(({ hasMore }) => hasMore),
    failure: lists.find(({ failure }) => failure !== null)?.failure ?? null,
    loadMore: () => {
      for (const list of lists) if (list.hasMore) list.loadMore();
    },
    retry: () => {
      for (const list of lists) if (list.failure !== null) list.retry();
    },
  };
}

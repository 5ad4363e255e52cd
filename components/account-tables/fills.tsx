'use client';

import { useMemo } from 'react';
import { PanelMessage } from '#components/ui/panel-message.tsx';
import type { Fill } from '#lib/domain/fill.ts';
import { fetchFills } from '#lib/queries/fetch-history.ts';
import type { AccountSource } from './account-source.ts';
import { DataGrid } from './data-grid.tsx';
import { FillTableRow } from './fill-table-row.tsx';
import { FILLS_MIN_WIDTH, fillColumns } from './history-columns.ts';
import { HistoryFooter } from './history-footer.tsx';
import { fillKey, mergeFills } from './merge-history.ts';
import { SkeletonRows } from './skeleton-rows.tsx';
import { useHistoryPages } from './use-history-pages.ts';

export type FillsProps = {
  readonly source: AccountSource;
  /** What the page was told; `null` = nothing yet. */
  readonly live: readonly Fill[] | null;
  /** `null` = of all markets. */
  readonly symbol: string | null;
  readonly isStale: boolean;
};

const FRAME = { label: 'Fills', columns: fillColumns, minWidthClass: FILLS_MIN_WIDTH };
const NONE: readonly Fill[] = [];

/** Every fill of the account: the newest as they happen, older ones page by page. */
export function Fills({ source, live, symbol, isStale }: FillsProps) {
  const history = useHistoryPages({ ...source, list: 'fills', symbol, fetchPage: fetchFills });
  const { pages, isLoading, failure, retry } = history;
  const rows = useMemo(
    () => mergeFills({ live: live ?? NONE, pages, symbol }),
    [live, pages, symbol],
  );

  if (rows.length === 0 && failure !== null) {
    return (
      <PanelMessage code={failure.code} action={{ label: 'Try again', onPress: retry }}>
        {failure.message} Trading is not affected.
      </PanelMessage>
    );
  }
  if (rows.length === 0 && isLoading) return <SkeletonRows {...FRAME} />;
  if (rows.length === 0) {
    return <PanelMessage>No fills yet. Trades of your orders are kept here.</PanelMessage>;
  }
  return (
    <DataGrid
      {...FRAME}
      rowCount={rows.length}
      isStale={isStale}
      footer={<HistoryFooter history={history} />}
    >
      {(activeColumn) =>
        rows.map((fill, index) => (
          <FillTableRow key={fillKey(fill)} fill={fill} activeColumn={activeColumn(index)} />
        ))
      }
    </DataGrid>
  );
}

'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { GRID } from '#components/ui/grid.ts';
import { useGridNavigation } from '#hooks/use-grid-navigation.ts';
import { type Column, columnClass } from './column.ts';

export type DataGridProps = {
  readonly label: string;
  readonly columns: readonly Column[];
  /** Narrower than this, it scrolls sideways. */
  readonly minWidthClass: string;
  readonly rowCount: number;
  /** What is shown is not current. */
  readonly isStale?: boolean;
  readonly isBusy?: boolean;
  /** Draws the rows; `activeColumn` of a row is the one that Tab reaches, `null` in all rows but one. */
  readonly children: (activeColumn: (row: number) => number | null) => ReactNode;
  /** Under the last row. */
  readonly footer?: ReactNode;
};

/** A table that fills its panel, scrolls both ways under its heads, and is moved through by arrow keys. */
export function DataGrid(props: DataGridProps) {
  const { label, columns, minWidthClass, rowCount, isStale = false, isBusy = false } = props;
  const { active, onKeyDown, onFocus } = useGridNavigation();
  const activeRow = Math.min(active.row, rowCount - 1);
  const table = useRef<HTMLTableElement>(null);
  const { onGained, onBlur } = useKeptFocus(table, { row: activeRow, column: active.column });

  return (
    <div className="min-h-0 flex-1 overflow-auto overscroll-x-contain">
      <table
        {...GRID}
        ref={table}
        aria-label={label}
        aria-busy={isBusy}
        data-stale={isStale || undefined}
        className={classNames('w-full table-fixed data-stale:text-secondary', minWidthClass)}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          onGained();
          onFocus(event);
        }}
        onBlur={onBlur}
      >
        <thead>
          <tr className="text-11 text-secondary">
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={classNames(
                  'sticky top-0 z-10 h-7 bg-panel font-medium shadow-[inset_0_-1px_var(--color-line)] first:left-0 first:z-20',
                  columnClass(column),
                  column.className,
                )}
              >
                {column.hidden ? <span className="sr-only">{column.heading}</span> : column.heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{props.children((row) => (row === activeRow ? active.column : null))}</tbody>
      </table>
      {props.footer}
    </div>
  );
}

/** A row that goes away takes the focus with it; the row in its place gets it. */
function useKeptFocus(
  table: { readonly current: HTMLTableElement | null },
  { row, column }: { readonly row: number; readonly column: number },
) {
  const hasFocus = useRef(false);
  useEffect(() => {
    // Who leaves the table blurs it; what is taken out of the page under the focus does not.
    if (!hasFocus.current || document.activeElement !== document.body) return;
    const cell = table.current?.tBodies[0]?.rows[row]?.cells[column];
    (cell?.querySelector<HTMLElement>('button, a') ?? cell)?.focus();
  });
  return {
    onGained: () => {
      hasFocus.current = true;
    },
    onBlur: () => {
      hasFocus.current = false;
    },
  };
}

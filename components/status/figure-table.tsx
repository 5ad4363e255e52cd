'use client';

import type { ReactNode } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { GRID } from '#components/ui/grid.ts';
import { useGridNavigation } from '#hooks/use-grid-navigation.ts';

export type FigureColumn = {
  readonly id: string;
  readonly heading: string;
  readonly align?: 'left' | 'right';
  /** In it something can be pressed, which takes the focus in the cell's place. */
  readonly control?: boolean;
  readonly className?: string;
};

export type FigureRow = {
  readonly id: string;
  /** One a column. */
  readonly cells: readonly ReactNode[];
};

export type FigureTableProps = {
  /** Accessible name. */
  readonly label: string;
  readonly columns: readonly FigureColumn[];
  readonly rows: readonly FigureRow[];
};

/** A table of figures that is moved through with the arrow keys; it scrolls sideways where it must. */
export function FigureTable({ label, columns, rows }: FigureTableProps) {
  const { active, onKeyDown, onFocus } = useGridNavigation();
  const activeRow = Math.min(active.row, rows.length - 1);
  return (
    <div className="overflow-x-auto">
      <table {...GRID} aria-label={label} className="w-full text-12" {...{ onKeyDown, onFocus }}>
        <thead>
          <tr className="h-8 text-11 text-secondary">
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={classNames(
                  'px-2 font-medium whitespace-nowrap sm:px-3',
                  classOf(column),
                )}
              >
                {column.heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.id} className="h-8 border-line border-t pointer-coarse:h-11">
              {columns.map((column, place) => (
                <td
                  key={column.id}
                  {...(column.control === true
                    ? {}
                    : { tabIndex: index === activeRow && place === active.column ? 0 : -1 })}
                  className={classNames('focus-inset px-2 py-1 sm:px-3', classOf(column))}
                >
                  {row.cells[place]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function classOf({ align = 'left', className }: FigureColumn): string {
  return classNames(align === 'right' ? 'text-right' : 'text-left', className);
}

import type { ReactNode } from 'react';
import type { Column } from './column.ts';
import { GridCell } from './grid-cell.tsx';
import { ROW } from './row-class.ts';

export type PlainRowProps = {
  readonly columns: readonly Column[];
  /** One a column. */
  readonly cells: readonly ReactNode[];
  readonly activeColumn: number | null;
  /** The column in which something can be pressed. */
  readonly control?: string | null;
};

/** A row in which nothing can be changed. */
export function PlainRow({ columns, cells, activeColumn, control = null }: PlainRowProps) {
  return (
    <tr className={ROW}>
      {columns.map((column, index) => (
        <GridCell
          key={column.id}
          column={column}
          tabIndex={index === activeColumn ? 0 : -1}
          hasControl={column.id === control}
        >
          {cells[index]}
        </GridCell>
      ))}
    </tr>
  );
}

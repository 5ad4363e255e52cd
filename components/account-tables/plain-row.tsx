import type { ReactNode } from 'react';
import type { Column } from './column.ts';
import { GridCell } from './grid-cell.tsx';
import { ROW } from './row-class.ts';

export type PlainRowProps = {
  readonly columns: readonly Column[];
  /** One a column. */
  readonly cells: readonly ReactNode[];
  readonly activeColumn: number | null;
};

/** A row in which nothing can be pressed. */
export function PlainRow({ columns, cells, activeColumn }: PlainRowProps) {
  return (
    <tr className={ROW}>
      {columns.map((column, index) => (
        <GridCell key={column.id} column={column} tabIndex={index === activeColumn ? 0 : -1}>
          {cells[index]}
        </GridCell>
      ))}
    </tr>
  );
}

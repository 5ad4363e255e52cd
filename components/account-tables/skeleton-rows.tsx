import { Skeleton } from '#components/ui/skeleton.tsx';
import type { Column } from './column.ts';
import { DataGrid } from './data-grid.tsx';
import { GridCell } from './grid-cell.tsx';
import { ROW } from './row-class.ts';

const ROWS = ['one', 'two', 'three', 'four'];

export type SkeletonRowsProps = {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly minWidthClass: string;
};

/** A table whose rows are on their way, in its final geometry. */
export function SkeletonRows({ label, columns, minWidthClass }: SkeletonRowsProps) {
  return (
    <DataGrid isBusy rowCount={ROWS.length} {...{ label, columns, minWidthClass }}>
      {(activeColumn) =>
        ROWS.map((row, index) => (
          <tr key={row} className={ROW}>
            {columns.map((column, at) => (
              <GridCell
                key={column.id}
                column={column}
                tabIndex={at === activeColumn(index) ? 0 : -1}
              >
                <Skeleton className="h-3.5 w-3/5 align-middle" />
              </GridCell>
            ))}
          </tr>
        ))
      }
    </DataGrid>
  );
}

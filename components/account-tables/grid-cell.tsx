import type { ReactNode } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { type Column, columnClass } from './column.ts';

export type GridCellProps = {
  readonly column: Column;
  /** 0 for the cell that Tab reaches, else -1. */
  readonly tabIndex: number;
  /** A control in the cell takes the focus in its place. */
  readonly hasControl?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
};

/** A cell of a data grid; the first one of a row stays in sight when the table scrolls sideways. */
export function GridCell(props: GridCellProps) {
  const { column, tabIndex, hasControl = false, className, children } = props;
  return (
    <td
      {...(hasControl ? {} : { tabIndex })}
      className={classNames(
        'focus-inset truncate text-12 shadow-[inset_0_-1px_var(--color-line)] first:sticky first:left-0 first:z-[5] first:bg-panel',
        columnClass(column),
        className,
      )}
    >
      {children}
    </td>
  );
}

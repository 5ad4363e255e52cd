import { type FocusEvent, type KeyboardEvent, useState } from 'react';
import { type GridCell, moveInGrid } from './move-in-grid.ts';

/** The handlers and the current cell of a table that is moved through with arrow keys. */
export type GridNavigation = {
  /** The cell that Tab reaches. */
  readonly active: GridCell;
  readonly onKeyDown: (event: KeyboardEvent<HTMLTableElement>) => void;
  readonly onFocus: (event: FocusEvent<HTMLTableElement>) => void;
};

/**
 * Arrow keys, Home, End and Page keys move the focus between the cells of a table's body. A cell that
 * holds a button or a link gives the focus to it; other cells take it themselves. Columns that are not
 * shown are passed over.
 */
export function useGridNavigation(): GridNavigation {
  const [active, setActive] = useState<GridCell>({ row: 0, column: 0 });

  return {
    active,
    onKeyDown: (event) => {
      const cells = shownCells(event.currentTarget);
      const from = positionOf(cells, event.target);
      const to =
        from === null
          ? null
          : moveInGrid(from, { key: event.key, ctrlKey: event.ctrlKey, rows: cells });
      if (to === null) return;
      event.preventDefault();
      focusCell(cells[to.row]?.[to.column]);
    },
    onFocus: ({ currentTarget, target }) => {
      const cell = target.closest('td, th');
      const row = cell?.parentElement;
      if (!(cell instanceof HTMLTableCellElement) || !(row instanceof HTMLTableRowElement)) return;
      if (row.parentElement !== currentTarget.tBodies[0]) return;
      setActive({ row: row.sectionRowIndex, column: cell.cellIndex });
    },
  };
}

function shownCells(table: HTMLTableElement): readonly (readonly HTMLTableCellElement[])[] {
  return [...(table.tBodies[0]?.rows ?? [])].map((row) =>
    [...row.cells].filter((cell) => cell.offsetParent !== null),
  );
}

function positionOf(
  cells: readonly (readonly HTMLTableCellElement[])[],
  target: EventTarget,
): GridCell | null {
  for (const [row, rowCells] of cells.entries()) {
    const column = rowCells.findIndex((cell) => target instanceof Node && cell.contains(target));
    if (column !== -1) return { row, column };
  }
  return null;
}

function focusCell(cell: HTMLTableCellElement | undefined): void {
  (cell?.querySelector<HTMLElement>('button, a') ?? cell)?.focus();
}

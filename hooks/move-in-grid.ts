/** A place in a grid, counted from zero. */
export type GridCell = { readonly row: number; readonly column: number };

export type GridMove = {
  readonly key: string;
  readonly ctrlKey: boolean;
  /** The rows of the grid; only their lengths count. */
  readonly rows: readonly { readonly length: number }[];
};

/**
 * Where a key leads from a cell; `null` for keys that do not move, and where there is nothing further.
 */
export function moveInGrid(
  { row, column }: GridCell,
  { key, ctrlKey, rows }: GridMove,
): GridCell | null {
  const lastRow = rows.length - 1;
  const lastColumn = (rows[row]?.length ?? 0) - 1;
  const targets: Readonly<Record<string, GridCell>> = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    Home: { row: ctrlKey ? 0 : row, column: 0 },
    End: { row: ctrlKey ? lastRow : row, column: lastColumn },
    PageUp: { row: 0, column },
    PageDown: { row: lastRow, column },
  };
  const target = Object.hasOwn(targets, key) ? targets[key] : undefined;
  if (target === undefined) return null;
  const inside = target.row >= 0 && target.row <= lastRow && target.column >= 0;
  return inside && target.column <= lastColumn ? target : null;
}

type Column = { readonly title: string; readonly align: 'left' | 'right' };

/** A column of words. */
export function left(title: string): Column {
  return { title, align: 'left' };
}

/** A column of numbers. */
export function right(title: string): Column {
  return { title, align: 'right' };
}

/** Lines of a table, columns two spaces apart, indented by two, nothing behind the last one. */
export function alignedTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string[] {
  const titles = columns.map(({ title }) => title);
  const widths = columns.map((_, index) => widest([titles, ...rows], index));
  return [titles, ...rows].map((cells) => {
    const padded = columns.map(({ align }, index) => {
      const cell = cells[index] ?? '';
      const width = widths[index] ?? 0;
      return align === 'left' ? cell.padEnd(width) : cell.padStart(width);
    });
    return `  ${padded.join('  ')}`.trimEnd();
  });
}

function widest(rows: readonly (readonly string[])[], column: number): number {
  return rows.reduce((width, cells) => Math.max(width, (cells[column] ?? '').length), 0);
}

export type CsvRow = Readonly<Record<string, unknown>>;

/** Rows as CSV (RFC 4180), with a header; numbers as their exact texts, nothing for null. */
export function csvOf(rows: readonly CsvRow[], columns: readonly string[]): string {
  const lines = rows.map((row) => columns.map((column) => cell(row[column])).join(','));
  return [columns.join(','), ...lines, ''].join('\r\n');
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  // A leading sign of a formula is what spreadsheets run; only whole numbers may begin with a minus.
  const isFormula = /^[=+@\t\r-]/.test(text) && !/^-\d+(?:\.\d+)?$/.test(text);
  const safe = isFormula ? `'${text}` : text;
  // Some spreadsheets end a cell with other signs than a comma.
  return /^[\w.:'-]*$/.test(safe) ? safe : `"${safe.replaceAll('"', '""')}"`;
}

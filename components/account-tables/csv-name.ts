/**
 * What a downloaded list is called: `lux-fills-BTC-USDT-2026-03-09.csv`.
 *
 * @param nowMs - milliseconds since the epoch; the day is the one in UTC, as times inside the file are
 */
export function csvName(
  list: 'orders' | 'fills',
  { symbol, nowMs }: { readonly symbol: string | null; readonly nowMs: number },
): string {
  const day = new Date(nowMs).toISOString().slice(0, 10);
  return `lux-${list}-${symbol ?? 'all-markets'}-${day}.csv`;
}

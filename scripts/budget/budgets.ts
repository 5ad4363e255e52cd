/** How much JavaScript the first HTML of a page may load, compressed by gzip. */
export type Budget = { readonly path: string; readonly maxBytes: number };

/** The budgets of the pages. One kB is 1,000 bytes. */
export const budgets: readonly Budget[] = [
  { path: '/', maxBytes: 180_000 },
  { path: '/swap', maxBytes: 260_000 },
  { path: '/trade/BTC-USDT', maxBytes: 260_000 },
  { path: '/exit', maxBytes: 200_000 },
];

/** What the panel under the chart shows, one at a time. */
export const ACCOUNT_TABS = [
  'orders',
  'history',
  'fills',
  'balances',
  'transfers',
  'keys',
] as const;
export type AccountTab = (typeof ACCOUNT_TABS)[number];

/** The tabs in words. */
export const TAB_LABELS: Readonly<Record<AccountTab, string>> = {
  orders: 'Open orders',
  history: 'Order history',
  fills: 'Fills',
  balances: 'Balances',
  transfers: 'Transfers',
  keys: 'Keys & fees',
};

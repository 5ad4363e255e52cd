import type { AccountActivity } from '#server/accounts/index.ts';

/** Orders and fills of accounts as of what is durable: all that are open, and the newest others. */
export type AccountsPort = Pick<
  AccountActivity,
  'openOrders' | 'order' | 'orderByClientId' | 'openCount'
>;

import type { Store } from '#server/store/index.ts';

/** What happened before: complete, in pages, the newest first. */
export type HistoryPort = Pick<Store, 'orders' | 'order' | 'fills' | 'trades' | 'transfers'>;

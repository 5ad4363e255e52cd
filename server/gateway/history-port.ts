import type { Store } from '#server/store/index.ts';

/** What happened before: complete, in pages, the newest first. */
export type HistoryPort = Pick<
  Store,
  'orders' | 'order' | 'orderVersions' | 'fills' | 'trades' | 'transfers'
> & {
  /** Whether it is written: what is asked for while it is not is refused. */
  readonly isWritten: () => boolean;
};

import type { Column } from './column.ts';

/** The columns of the trading keys, in order. */
export const keyColumns: readonly Column[] = [
  { id: 'key', heading: 'Key', align: 'left', className: 'w-64' },
  { id: 'expires', heading: 'Ends', align: 'left', className: 'w-24' },
  { id: 'markets', heading: 'Markets', align: 'left', className: 'w-32' },
  { id: 'limit', heading: 'Largest order', align: 'right', className: 'w-32' },
  { id: 'revoke', heading: 'Revoke', hidden: true, align: 'right', className: 'w-28' },
];

/** Narrower than this the keys scroll sideways. */
export const KEYS_MIN_WIDTH = 'min-w-[640px]';

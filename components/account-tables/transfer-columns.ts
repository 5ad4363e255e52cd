import type { Column } from './column.ts';

/** The columns of the transfers, in order. */
export const transferColumns: readonly Column[] = [
  { id: 'time', heading: 'Time', align: 'left', className: 'w-28 max-sm:w-22' },
  { id: 'kind', heading: 'Kind', align: 'left', inFirst: true, className: 'w-26' },
  { id: 'amount', heading: 'Amount', align: 'right', className: 'w-40 max-sm:w-26' },
  { id: 'asset', heading: 'Asset', align: 'left', className: 'w-16 max-sm:w-13' },
  { id: 'status', heading: 'Status', align: 'left', className: 'w-56 max-sm:w-37' },
  { id: 'transaction', heading: 'Transaction', align: 'left', className: 'w-32' },
];

/** Narrower than this they scroll sideways. */
export const TRANSFERS_MIN_WIDTH = 'min-w-[796px] max-sm:min-w-[520px]';

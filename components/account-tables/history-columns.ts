import type { Column } from './column.ts';

/** The columns of the order history, in order. */
export const historyColumns: readonly Column[] = [
  { id: 'time', heading: 'Time', align: 'left', className: 'w-24 max-sm:w-28' },
  { id: 'market', heading: 'Market', align: 'left', inFirst: true, className: 'w-23' },
  { id: 'side', heading: 'Side', align: 'left', inFirst: true, className: 'w-12' },
  { id: 'type', heading: 'Type', align: 'left', className: 'w-21 max-sm:w-18' },
  { id: 'price', heading: 'Price', align: 'right', className: 'w-25 max-sm:w-23' },
  { id: 'size', heading: 'Size', align: 'right', className: 'w-23' },
  { id: 'filled', heading: 'Filled', align: 'right', className: 'w-23' },
  { id: 'average', heading: 'Average', align: 'right', className: 'w-28' },
  { id: 'terms', heading: 'Terms', align: 'left', spaced: true, className: 'w-32' },
  { id: 'status', heading: 'Status', align: 'left', className: 'w-45 max-lg:w-120' },
  { id: 'id', heading: 'Order', align: 'right', className: 'w-20' },
];

/** Narrower than this the history scrolls sideways. */
export const HISTORY_MIN_WIDTH = 'min-w-[1070px] max-lg:min-w-[1340px] max-sm:min-w-[1200px]';

/** The columns of the fills, in order. */
export const fillColumns: readonly Column[] = [
  { id: 'time', heading: 'Time', align: 'left', className: 'w-24 max-sm:w-28' },
  { id: 'market', heading: 'Market', align: 'left', inFirst: true, className: 'w-23' },
  { id: 'side', heading: 'Side', align: 'left', inFirst: true, className: 'w-12' },
  { id: 'price', heading: 'Price', align: 'right', className: 'w-28 max-sm:w-23' },
  { id: 'size', heading: 'Size', align: 'right', className: 'w-28 max-sm:w-20' },
  { id: 'value', heading: 'Value (USDT)', align: 'right', className: 'w-30' },
  { id: 'fee', heading: 'Fee', align: 'right', className: 'w-34' },
  { id: 'role', heading: 'Role', align: 'left', spaced: true, className: 'w-22' },
  { id: 'order', heading: 'Order', align: 'right', className: 'w-24' },
  { id: 'trade', heading: 'Trade', align: 'right', className: 'w-24' },
];

/** Narrower than this the fills scroll sideways. */
export const FILLS_MIN_WIDTH = 'min-w-[960px] max-sm:min-w-[800px]';

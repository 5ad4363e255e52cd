import type { Column } from './column.ts';

/** The columns of the open orders, in order. A phone has the price in sight without scrolling. */
export const orderColumns: readonly Column[] = [
  { id: 'time', heading: 'Time', align: 'left', className: 'w-24 max-sm:w-28' },
  { id: 'market', heading: 'Market', align: 'left', inFirst: true, className: 'w-20' },
  { id: 'side', heading: 'Side', align: 'left', inFirst: true, className: 'w-12' },
  { id: 'type', heading: 'Type', align: 'left', className: 'w-19 max-sm:w-22' },
  { id: 'price', heading: 'Price', align: 'right', className: 'w-27 max-sm:w-23' },
  { id: 'size', heading: 'Size', align: 'right', className: 'w-26' },
  { id: 'filled', heading: 'Filled', align: 'right', className: 'w-22' },
  { id: 'trigger', heading: 'Trigger', align: 'right', className: 'w-27' },
  { id: 'terms', heading: 'Terms', align: 'left', spaced: true, className: 'w-34' },
  { id: 'status', heading: 'Status', align: 'left', className: 'w-34' },
  { id: 'receipt', heading: 'Receipt', hidden: true, align: 'right', className: 'w-18' },
  { id: 'cancel', heading: 'Cancel', hidden: true, align: 'right', className: 'w-20' },
];

/** Narrower than its columns, which are as wide as beside a ticket, a table scrolls sideways. */
export const ORDERS_MIN_WIDTH = 'min-w-[1112px] max-sm:min-w-[1008px]';

import type { Column } from './column.ts';

/** The columns of the order history, in order. */
export const historyColumns: readonly Column[] = [
  { id: 'time', heading: 'Time', align: 'left', className: 'w-24 max-sm:w-36' },
  { id: 'market', heading: 'Market', align: 'left', inFirst: true, className: 'w-20' },
  { id: 'side', heading: 'Side', align: 'left', inFirst: true, className: 'w-12' },
  { id: 'type', heading: 'Type', align: 'left', className: 'w-19 max-sm:w-22' },
  { id: 'price', heading: 'Price', align: 'right', className: 'w-25 max-sm:w-23' },
  { id: 'size', heading: 'Size', align: 'right', className: 'w-22' },
  { id: 'filled', heading: 'Filled', align: 'right', className: 'w-20' },
  { id: 'average', heading: 'Average', align: 'right', className: 'w-26' },
  { id: 'terms', heading: 'Terms', align: 'left', spaced: true, className: 'w-32' },
  { id: 'status', heading: 'Status', align: 'left', className: 'w-44 max-lg:w-120' },
  { id: 'id', heading: 'Order', align: 'right', className: 'w-18' },
  { id: 'receipt', heading: 'Receipt', hidden: true, align: 'right', className: 'w-18' },
];

/** Narrower than this the history scrolls sideways. */
export const HISTORY_MIN_WIDTH = 'min-w-[1112px] max-lg:min-w-[1400px] max-sm:min-w-[1308px]';

/** The columns of the fills, in order. */
export const fillColumns: readonly Column[] = [
  { id: 'time', heading: 'Time', align: 'left', className: 'w-24 max-sm:w-32' },
  { id: 'market', heading: 'Market', align: 'left', inFirst: true, className: 'w-23' },
  { id: 'side', heading: 'Side', align: 'left', inFirst: true, className: 'w-12' },
  { id: 'price', heading: 'Price', align: 'right', className: 'w-26 max-sm:w-23' },
  { id: 'size', heading: 'Size', align: 'right', className: 'w-24 max-sm:w-20' },
  { id: 'value', heading: 'Value (USDT)', align: 'right', className: 'w-28' },
  { id: 'fee', heading: 'Fee', align: 'right', className: 'w-32' },
  { id: 'role', heading: 'Role', align: 'left', spaced: true, className: 'w-21' },
  { id: 'settlement', heading: 'Settlement', align: 'left', className: 'w-44' },
  { id: 'order', heading: 'Order', align: 'right', className: 'w-20' },
  { id: 'trade', heading: 'Trade', align: 'right', className: 'w-20' },
];

/** Narrower than this the fills scroll sideways. */
export const FILLS_MIN_WIDTH = 'min-w-[1096px] max-sm:min-w-[976px]';

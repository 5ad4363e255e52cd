import type { Column } from './column.ts';

/** The columns of the balances, in order. */
export const balanceColumns: readonly Column[] = [
  { id: 'asset', heading: 'Asset', align: 'left', className: 'w-18' },
  { id: 'available', heading: 'Available', align: 'right', className: 'w-34' },
  { id: 'orders', heading: 'In orders', align: 'right', className: 'w-30' },
  { id: 'settling', heading: 'Settling', align: 'right', className: 'w-27' },
  { id: 'arriving', heading: 'Arriving', align: 'right', className: 'w-33' },
  { id: 'withdrawing', heading: 'Withdrawing', align: 'right', className: 'w-26' },
  { id: 'wallet', heading: 'In wallet', align: 'right', className: 'w-30' },
  { id: 'value', heading: 'Value (USDT)', align: 'right', className: 'w-28' },
  { id: 'deposit', heading: 'Deposit', hidden: true, align: 'right', className: 'w-21' },
  { id: 'withdraw', heading: 'Withdraw', hidden: true, align: 'right', className: 'w-27' },
];

/** Narrower than this the balances scroll sideways. */
export const BALANCES_MIN_WIDTH = 'min-w-[1096px]';

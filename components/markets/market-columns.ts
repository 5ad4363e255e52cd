/** A column of the overview. Widths are fixed, so that nothing moves while prices stream. */
export type MarketColumn = {
  readonly id: string;
  readonly heading: string;
  /** The heading is for screen readers only. */
  readonly hidden?: boolean;
  readonly align: 'left' | 'right' | 'center';
  /** Width, and from which width of the window on the column is shown. */
  readonly className: string;
};

/** The overview's columns, in order. */
export const marketColumns: readonly MarketColumn[] = [
  {
    id: 'favorite',
    heading: 'Favourite',
    hidden: true,
    align: 'center',
    className: 'w-10 md:w-11',
  },
  { id: 'market', heading: 'Market', align: 'left', className: '' },
  { id: 'price', heading: 'Price', align: 'right', className: 'w-30 md:w-32' },
  { id: 'change', heading: '24h change', align: 'right', className: 'w-28 max-md:hidden' },
  { id: 'high', heading: '24h high', align: 'right', className: 'w-32 max-lg:hidden' },
  { id: 'low', heading: '24h low', align: 'right', className: 'w-32 max-lg:hidden' },
  { id: 'volume', heading: '24h volume', align: 'right', className: 'w-32 max-md:hidden' },
  { id: 'line', heading: 'Last 24h', align: 'right', className: 'w-28 md:w-36' },
  {
    id: 'trade',
    heading: 'Trade',
    hidden: true,
    align: 'right',
    className: 'w-20 max-md:hidden',
  },
  {
    id: 'swap',
    heading: 'Swap',
    hidden: true,
    align: 'right',
    className: 'w-20 max-md:hidden',
  },
];

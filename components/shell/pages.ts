import type { IconName } from '#components/ui/icon.tsx';

/** A page of the application that works. */
export type Page = {
  readonly href: '/' | '/swap' | '/trade/BTC-USDT';
  readonly label: string;
  readonly icon: IconName;
  /** The key that goes there after `g`. */
  readonly key: string;
};

/** What navigation offers, in this order; a page is listed once it works. */
export const pages: readonly Page[] = [
  { href: '/swap', label: 'Swap', icon: 'swap', key: 's' },
  { href: '/trade/BTC-USDT', label: 'Trade', icon: 'candles', key: 't' },
  { href: '/', label: 'Markets', icon: 'markets', key: 'm' },
];

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

/** A page about the exchange itself, for which the status line and the palette have room. */
export type ServicePage = Pick<Page, 'label' | 'icon'> & {
  readonly href: '/status' | '/solvency' | '/exit';
  /** What it is called where it stands alone. */
  readonly title: string;
  /** More words by which it is found. */
  readonly keywords: string;
};

export const servicePages: readonly ServicePage[] = [
  {
    href: '/status',
    label: 'Status',
    title: 'Status',
    icon: 'table',
    keywords: 'services queues settlement contracts health uptime',
  },
  {
    href: '/solvency',
    label: 'Solvency',
    title: 'Proof of solvency',
    icon: 'check',
    keywords: 'reserves holdings liabilities custody',
  },
  {
    href: '/exit',
    label: 'Exit',
    title: 'Leave without the operator',
    icon: 'external',
    keywords: 'exit withdraw emergency chain alone custody revoke cancel all',
  },
];

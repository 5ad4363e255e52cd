import { classNames } from './class-names.ts';

/** Outlines on a 16 by 16 grid, drawn with a 1.5 line. */
const PATHS = {
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.5-1.5L14 14',
  close: 'm4 4 8 8m0-8-8 8',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  'chevron-down': 'm4 6 4 4 4-4',
  'chevron-right': 'm6 4 4 4-4 4',
  'arrow-up': 'M8 13V3m0 0L4 7m4-4 4 4',
  'arrow-down': 'M8 3v10m0 0 4-4m-4 4L4 9',
  'arrow-left': 'M13 8H3m0 0 4-4M3 8l4 4',
  'arrow-right': 'M3 8h10m0 0L9 4m4 4L9 12',
  flip: 'M5 2.5v10m0 0L2.5 10M5 12.5 7.5 10M11 13.5v-10m0 0L8.5 6M11 3.5 13.5 6',
  external: 'M6.5 3.5H3.5v9h9v-3M9 2.5h4.5V7M13 3 7.5 8.5',
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z',
  star: 'm8 2 1.8 3.8 4.2.6-3 2.9.7 4.1L8 11.4l-3.7 2 .7-4.1-3-2.9 4.2-.6L8 2Z',
  settings:
    'M2 4.5h6.5m3 0H14M2 11.5h2.5m3 0H14M8.5 4.5a1.5 1.5 0 1 0 3 0 1.5 1.5 0 0 0-3 0Zm-4 7a1.5 1.5 0 1 0 3 0 1.5 1.5 0 0 0-3 0Z',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm0-9.5v1m0 11v1M1.5 8h1m11 0h1M3.4 3.4l.7.7m7.8 7.8.7.7m0-9.2-.7.7M4.1 11.9l-.7.7',
  moon: 'M13.5 9.7A6 6 0 0 1 6.3 2.5a6 6 0 1 0 7.2 7.2Z',
  wallet: 'M12.5 5V3h-9a1 1 0 0 0 0 2h10v8h-10a1 1 0 0 1-1-1V4m8.5 5h.5',
  candles: 'M4.5 2v2.5m0 5V13M3 4.5h3v5H3zM11.5 3v3m0 4.5V14M10 6h3v4.5h-3z',
  markets: 'M2.5 13V9m3.7 4V5m3.6 8V7.5M13.5 13V3',
  swap: 'M3 5.5h9.5m0 0L10 3m2.5 2.5L10 8M13 10.5H3.5m0 0L6 8m-2.5 2.5L6 13',
  keyboard: 'M1.5 4h13v8h-13zM4 6.5h.5m2.5 0h.5m2.5 0h.5m1.5 0h.5M4.5 9.5h7',
  table: 'M2 3h12v10H2zm0 3.5h12M2 10h12M6.5 6.5V13',
  warning: 'M8 2 1.5 13.5h13L8 2Zm0 4.5v3m0 2v.2',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Zm0-7v4m0-6v.2',
  refresh: 'M13 8a5 5 0 1 1-1.5-3.6M13 2v3h-3',
  droplet: 'M8 1.5s4.5 4.6 4.5 8a4.5 4.5 0 0 1-9 0c0-3.4 4.5-8 4.5-8Z',
  expand: 'M9.5 2.5h4v4m-7 7h-4v-4m11-7-4.5 4.5m-6.5 6.5L7 9',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Zm0-9.5V8l2.5 1.5',
} as const;

export type IconName = keyof typeof PATHS;

export type IconProps = {
  readonly name: IconName;
  /** Side in pixels. Default 16. */
  readonly size?: number;
  readonly className?: string;
  readonly filled?: boolean;
};

/** A decorative line icon in the text's colour; whoever uses it names it in words. */
export function Icon({ name, size = 16, className, filled = false }: IconProps) {
  return (
    <svg
      aria-hidden="true"
      className={classNames('shrink-0', className)}
      fill={filled ? 'currentColor' : 'none'}
      height={size}
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth="1.5"
      viewBox="0 0 16 16"
      width={size}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

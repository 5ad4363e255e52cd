import { classNames } from '#components/ui/class-names.ts';
import { RelativeTime } from './relative-time.tsx';
import { SideText } from './side-text.tsx';

export type RowHeadProps = {
  readonly timestamp: number;
  readonly side: 'Buy' | 'Sell';
  /** `BTC/USDT`. */
  readonly market: string;
  /** How far it is, for phones, where the column that says it is out of sight. */
  readonly status?: string | null;
  /** The row belongs to the one above it. */
  readonly isNested?: boolean;
};

/** The first cell of a row: when it was; on a phone, where it alone stays in sight, also what it is. */
export function RowHead(props: RowHeadProps) {
  const { timestamp, side, market, status = null, isNested = false } = props;
  return (
    <span
      className={classNames(
        'flex flex-col max-sm:text-11',
        isNested && 'ml-1 border-edge border-l pl-2',
      )}
    >
      <span className="truncate sm:hidden">
        <SideText side={side} /> {market}
      </span>
      <span className="truncate">
        <RelativeTime timestamp={timestamp} />
        {status === null ? null : <span className="text-secondary sm:hidden"> · {status}</span>}
      </span>
    </span>
  );
}

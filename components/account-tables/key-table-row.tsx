import type { ReactNode } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import type { KeyRow } from './derive-keys.ts';
import { GridCell } from './grid-cell.tsx';
import { keyColumns } from './key-columns.ts';
import { ROW } from './row-class.ts';

export type KeyTableRowProps = KeyRow & {
  readonly isRevoking: boolean;
  /** Why nothing can be changed now; `null` = it can. */
  readonly obstacle: string | null;
  readonly activeColumn: number | null;
  readonly onRevoke: () => void;
};

/** One trading key. */
export function KeyTableRow(props: KeyTableRowProps) {
  const { isOwn, isRevoking, obstacle, activeColumn, onRevoke } = props;
  const cannot = obstacle ?? (isRevoking ? 'Waiting for the exchange to answer.' : null);
  const tab = (column: number) => (column === activeColumn ? 0 : -1);
  const explained = isOwn
    ? 'Ends this key and cancels what it signed. Enable trading again to go on.'
    : 'Ends this key and cancels what it signed. Your wallet is asked to sign in for it.';
  const cells: readonly ReactNode[] = [
    <span key="key" className="flex items-center gap-2">
      <span className="numeric" title={props.address}>
        {props.shortAddress}
      </span>
      {isOwn ? <Badge tone="accent">This browser</Badge> : null}
    </span>,
    <time
      key="expires"
      title={props.expiresNote}
      className={props.endsSoon ? 'numeric text-warn' : 'numeric'}
    >
      {props.expires}
    </time>,
    props.markets,
    <span key="limit" className="numeric">
      {props.limit}
    </span>,
    <Button
      key="revoke"
      size="small"
      variant="quiet"
      className="aria-disabled:cursor-not-allowed aria-disabled:text-faint"
      tabIndex={tab(4)}
      aria-label={`Revoke the key ${props.shortAddress}`}
      aria-disabled={cannot !== null}
      title={cannot ?? explained}
      onClick={() => {
        if (cannot === null) onRevoke();
      }}
    >
      {isRevoking ? 'Revoking…' : 'Revoke'}
    </Button>,
  ];
  return (
    <tr className={ROW}>
      {keyColumns.map((column, index) => (
        <GridCell
          key={column.id}
          column={column}
          tabIndex={tab(index)}
          hasControl={column.id === 'revoke'}
        >
          {cells[index]}
        </GridCell>
      ))}
    </tr>
  );
}

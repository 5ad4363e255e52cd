'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { PanelMessage } from '#components/ui/panel-message.tsx';
import { useNow } from '#hooks/use-now.ts';
import { RequestError } from '#lib/queries/request-error.ts';
import type { AccountActions } from './account-actions.ts';
import type { AccountSource } from './account-source.ts';
import { DataGrid } from './data-grid.tsx';
import { deriveKeys, type KeyRow } from './derive-keys.ts';
import { EndKeyDialog } from './end-key-dialog.tsx';
import { KEYS_MIN_WIDTH, keyColumns } from './key-columns.ts';
import { KeyTableRow } from './key-table-row.tsx';
import { NewKeyDialog } from './new-key-dialog.tsx';
import { SkeletonRows } from './skeleton-rows.tsx';
import { useAgents } from './use-account-details.ts';

export type TradingKeysProps = {
  readonly source: AccountSource;
  readonly obstacle: string | null;
  readonly busyLabel: string | null;
  readonly actions: Pick<AccountActions, 'revoke' | 'renew' | 'issue'>;
};

/** The key that somebody is asked about. */
type Ending = { readonly row: KeyRow; readonly isReplaced: boolean };

const FRAME = { label: 'Trading keys', columns: keyColumns, minWidthClass: KEYS_MIN_WIDTH };
const MINUTE_MS = 60_000;

/** The keys that may trade for the account, to revoke and to renew. */
export function TradingKeys({ source, obstacle, busyLabel, actions }: TradingKeysProps) {
  const { data, error, refetch, changed } = useAgents(source);
  const [revoking, setRevoking] = useState<string | null>(null);
  const [ending, setEnding] = useState<Ending | null>(null);
  const [making, setMaking] = useState(false);
  const now = useNow() ?? 0;
  const nowMs = now - (now % MINUTE_MS);

  if (data === undefined && error !== null) {
    const code = error instanceof RequestError ? error.code : 'client/unexpected';
    return (
      <PanelMessage code={code} action={{ label: 'Try again', onPress: () => void refetch() }}>
        {error.message} Your keys stay as they are.
      </PanelMessage>
    );
  }
  if (data === undefined) return <SkeletonRows {...FRAME} />;
  const rows = deriveKeys(data.agents, { own: data.account.agent, nowMs });
  const own = rows.find(({ isOwn }) => isOwn);

  const revoke = async ({ address, isOwn }: KeyRow, onChain: boolean) => {
    setRevoking(address);
    await actions.revoke({ address, isOwn, onChain });
    setRevoking(null);
    await changed();
  };
  const confirm = ({ row, isReplaced }: Ending, onChain: boolean) => {
    setEnding(null);
    if (isReplaced) void actions.renew(row.address).then(changed);
    else void revoke(row, onChain);
  };
  return (
    <DataGrid
      {...FRAME}
      rowCount={rows.length}
      footer={
        <div className="sticky left-0 flex flex-wrap items-center gap-x-3 gap-y-1.5 px-3 py-2 text-12 text-secondary">
          <Button
            size="small"
            variant={own?.endsSoon === true ? 'primary' : 'secondary'}
            disabled={busyLabel !== null || own === undefined}
            onClick={() => {
              if (own !== undefined) setEnding({ row: own, isReplaced: true });
            }}
          >
            {busyLabel ?? 'Replace this browser’s key'}
          </Button>
          <Button size="small" disabled={busyLabel !== null} onClick={() => setMaking(true)}>
            New key…
          </Button>
          {error === null ? (
            <p>A key can place, change and cancel orders. It cannot withdraw.</p>
          ) : (
            <p role="status" className="text-warn">
              This list may be old: {error.message}
            </p>
          )}
          {making ? (
            <NewKeyDialog
              busyLabel={busyLabel}
              onRenew={async (scope) => {
                if (own !== undefined) await actions.renew(own.address, scope);
                await changed();
              }}
              onIssue={async (scope) => {
                const key = await actions.issue(scope);
                await changed();
                return key;
              }}
              onClose={() => setMaking(false)}
            />
          ) : null}
          {ending === null ? null : (
            <EndKeyDialog
              shortAddress={ending.row.shortAddress}
              isReplaced={ending.isReplaced}
              onConfirm={(onChain) => confirm(ending, onChain)}
              onClose={() => setEnding(null)}
            />
          )}
        </div>
      }
    >
      {(activeColumn) =>
        rows.map((row, index) => (
          <KeyTableRow
            key={row.address}
            {...row}
            isRevoking={row.address === revoking}
            obstacle={obstacle}
            activeColumn={activeColumn(index)}
            onRevoke={() => setEnding({ row, isReplaced: false })}
          />
        ))
      }
    </DataGrid>
  );
}

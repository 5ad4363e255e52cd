'use client';

import { useNetworkConfig } from '#components/shell/config-provider.tsx';
import { Panel } from '#components/status/panel.tsx';
import { TransactionLink } from '#components/swap/transaction-link.tsx';
import { ChangeTable } from './change-table.tsx';
import type { ExitUndertaking } from './use-exit-action.ts';

/** What was sent on this visit: before, after and the transaction. */
export function ExitHistory({ sent }: { readonly sent: readonly ExitUndertaking[] }) {
  const { explorerUrl } = useNetworkConfig();
  if (sent.length === 0) return null;
  return (
    <Panel title="Sent on this visit">
      <ul className="flex flex-col gap-4">
        {sent.map(({ hash, text, failure }) => (
          <li key={hash}>
            <p className="flex items-center justify-between gap-3 text-13">
              {failure === null ? text.done : `${text.title}: not done`}
              {hash === null ? null : <TransactionLink hash={hash} explorerUrl={explorerUrl} />}
            </p>
            {failure === null ? (
              <ChangeTable changes={text.changes} />
            ) : (
              <p className="text-12 text-down">
                {failure.text} <span className="numeric text-faint">{failure.code}</span>
              </p>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

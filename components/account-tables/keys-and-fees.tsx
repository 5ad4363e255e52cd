'use client';

import type { ReactNode } from 'react';
import type { AccountActions } from './account-actions.ts';
import type { AccountSource } from './account-source.ts';
import { FeeTable } from './fee-table.tsx';
import { TradingKeys } from './trading-keys.tsx';

export type KeysAndFeesProps = {
  readonly sidecarUrl: string;
  /** `null` = nobody is known; `gate` says what to do about it. */
  readonly source: AccountSource | null;
  readonly gate: ReactNode;
  /** Why nothing can be changed now; `null` = it can. */
  readonly obstacle: string | null;
  readonly busyLabel: string | null;
  readonly actions: Pick<AccountActions, 'revoke' | 'renew' | 'issue'>;
};

/** Who may trade for the account, and what trading costs. */
export function KeysAndFees(props: KeysAndFeesProps) {
  const { sidecarUrl, source, gate, obstacle, busyLabel, actions } = props;
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-auto md:flex-row md:overflow-hidden">
      <section
        aria-label="Trading keys"
        className="flex min-h-40 min-w-0 flex-1 shrink-0 flex-col md:shrink"
      >
        {source === null ? gate : <TradingKeys {...{ source, obstacle, busyLabel, actions }} />}
      </section>
      <section
        aria-label="Fees"
        className="flex shrink-0 flex-col border-line max-md:border-t md:w-72 xl:w-96 md:overflow-auto md:border-l"
      >
        <FeeTable sidecarUrl={sidecarUrl} source={source} />
      </section>
    </div>
  );
}

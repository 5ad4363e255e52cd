'use client';

import { useNetworkConfig } from '#components/shell/config-provider.tsx';
import { TransactionLink } from '#components/swap/transaction-link.tsx';
import { classNames } from '#components/ui/class-names.ts';
import type { TradeSettlement } from '#lib/domain/settlement.ts';
import { DASH } from '#lib/format/decimal-text.ts';
import { describeSettlement } from './describe-settlement.ts';

const TONES = { plain: 'text-secondary', warn: 'text-warn', done: 'text-text' } as const;

/** How far a trade is on its way to the chain, with its transaction as soon as there is one. */
export function SettlementText({
  settlement,
}: {
  readonly settlement: TradeSettlement | undefined;
}) {
  const { explorerUrl } = useNetworkConfig();
  if (settlement === undefined) return DASH;
  const { label, note, tone } = describeSettlement(settlement);
  return (
    <span className="flex items-center gap-1.5" title={note}>
      <span className={classNames(TONES[tone])}>{label}</span>
      {settlement.transaction === null ? null : (
        <TransactionLink hash={settlement.transaction} explorerUrl={explorerUrl} />
      )}
    </span>
  );
}

'use client';

import { PanelMessage } from '#components/ui/panel-message.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { findMarket } from '#lib/domain/market.ts';
import { formatPpm } from '#lib/format/format-percent.ts';
import type { FeeSchedule } from '#lib/protocol/rest/fees.ts';
import { RequestError } from '#lib/queries/request-error.ts';
import type { AccountSource } from './account-source.ts';
import { FeeNotes } from './fee-notes.tsx';
import { useAgents, useFees } from './use-account-details.ts';

export type FeeTableProps = { readonly sidecarUrl: string; readonly source: AccountSource | null };

const NOBODY = { owner: '0x0', token: null } as const;

/** What fills cost, how that is counted, in which tier the account is, and how fast it may go. */
export function FeeTable({ sidecarUrl, source }: FeeTableProps) {
  const fees = useFees(sidecarUrl);
  const { data } = useAgents(source ?? { ...NOBODY, sidecarUrl });
  const account = source === null ? undefined : data?.account;
  if (fees.error !== null && fees.data === undefined) {
    const code = fees.error instanceof RequestError ? fees.error.code : 'client/unexpected';
    const action = { label: 'Try again', onPress: () => void fees.refetch() };
    return (
      <PanelMessage code={code} action={action}>
        {fees.error.message}
      </PanelMessage>
    );
  }
  return (
    <div className="flex flex-col text-12" aria-busy={fees.data === undefined}>
      {fees.data === undefined ? (
        <Skeleton className="m-3 h-24" />
      ) : (
        <>
          {fees.data.map((tier) => (
            <TierTable key={tier.name} tier={tier} isOwn={tier.name === account?.feeTier} />
          ))}
          <FeeNotes tierCount={fees.data.length} rateLimit={account?.rateLimit ?? null} />
        </>
      )}
    </div>
  );
}

function TierTable({
  tier,
  isOwn,
}: {
  readonly tier: FeeSchedule[number];
  readonly isOwn: boolean;
}) {
  return (
    <table className="w-full table-fixed">
      <caption className="h-7 px-3 pt-1.5 text-left text-11 text-secondary">
        {isOwn ? 'Your fees: ' : 'Fees: '}
        <span className="text-text">{tier.name}</span>, of what a fill brings you
      </caption>
      <thead>
        <tr className="h-7 border-line border-b text-11 text-secondary">
          <th scope="col" className="px-3 text-left font-medium">
            Market
          </th>
          <th scope="col" className="w-20 px-2 text-right font-medium">
            Maker
          </th>
          <th scope="col" className="w-20 px-3 text-right font-medium">
            Taker
          </th>
        </tr>
      </thead>
      <tbody>
        {tier.markets.map(({ symbol, makerFeePpm, takerFeePpm }) => (
          <tr key={symbol} className="h-7 border-line border-b">
            <th scope="row" className="px-3 text-left font-normal">
              {nameOf(symbol)}
            </th>
            <td className="numeric px-2 text-right">{formatPpm(makerFeePpm, { decimals: 3 })}</td>
            <td className="numeric px-3 text-right">{formatPpm(takerFeePpm, { decimals: 3 })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function nameOf(symbol: string): string {
  const market = findMarket(symbol);
  return market === undefined ? symbol : `${market.base}/${market.quote}`;
}

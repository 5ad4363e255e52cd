'use client';

import dynamic from 'next/dynamic';
import { CustodyDialogs } from '#components/custody/custody-dialogs.tsx';
import type { Market } from '#lib/domain/market.ts';
import type { Ticker } from '#lib/domain/ticker.ts';
import { AccountSkeleton } from './account-skeleton.tsx';
import { AccountUnavailable } from './account-unavailable.tsx';
import { ChartPanel } from './chart-panel.tsx';
import { DeskHeader } from './desk-header.tsx';
import { DeskLayout } from './desk-layout.tsx';
import { BookPanel, TapePanel } from './live-panels.tsx';
import { TicketPanel } from './ticket-panel.tsx';
import { useDesk } from './use-desk.ts';

const AccountPanel = dynamic(
  () =>
    import('./account-panel.tsx').then(
      (module) => module.AccountPanel,
      () => AccountUnavailable,
    ),
  { ssr: false, loading: AccountSkeleton },
);

export type TradeDeskProps = {
  readonly market: Market;
  /** What the server read; `null` when it could not. */
  readonly initial: readonly Ticker[] | null;
};

/** The trading page of one market. Each panel follows by itself what it shows. */
export function TradeDesk({ market, initial }: TradeDeskProps) {
  const desk = useDesk(market);
  return (
    <>
      <DeskLayout
        header={<DeskHeader market={market} initial={initial} />}
        chart={<ChartPanel desk={desk} />}
        book={<BookPanel desk={desk} />}
        trades={<TapePanel desk={desk} />}
        ticket={<TicketPanel desk={desk} />}
        account={<AccountPanel market={market} />}
      />
      <CustodyDialogs />
    </>
  );
}

'use client';

import { type ReactNode, useState } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { Segmented } from '#components/ui/segmented.tsx';
import { Splitter } from './splitter.tsx';
import { useDeskSizes } from './use-desk-sizes.ts';

export type DeskLayoutProps = {
  readonly header: ReactNode;
  readonly chart: ReactNode;
  readonly book: ReactNode;
  readonly trades: ReactNode;
  /** The column at the right; on a phone what stands at the bottom. It places itself. */
  readonly ticket: ReactNode;
  readonly account: ReactNode;
};

/** What a phone shows, one at a time. */
const PHONE_VIEWS = [
  { value: 'chart', label: 'Chart' },
  { value: 'book', label: 'Book' },
  { value: 'trades', label: 'Trades' },
  { value: 'account', label: 'Orders' },
] as const;

const SIDE_VIEWS = [
  { value: 'book', label: 'Book' },
  { value: 'trades', label: 'Trades' },
] as const;

type PhoneView = (typeof PHONE_VIEWS)[number]['value'];
type SideView = (typeof SIDE_VIEWS)[number]['value'];

/**
 * Where the panels of the trading page stand: all in sight from 1440 pixels on, book and trades by
 * turns from 1024 on, and one at a time on a phone with the ticket in a sheet. Their sizes are kept.
 */
export function DeskLayout(props: DeskLayoutProps) {
  const [phone, setPhone] = useState<PhoneView>('chart');
  const [side, setSide] = useState<SideView>('book');
  const sizes = useDeskSizes();
  const onPhone = (view: PhoneView) => (phone === view ? '' : 'max-lg:hidden');
  const beside = (view: SideView) => (side === view ? '' : 'lg:max-xl:hidden');

  return (
    // What is told over the page keeps clear of ticket and account, whose places this marks.
    <div
      data-desk=""
      className="flex min-h-0 flex-1 flex-col lg:h-[calc(100dvh-48px-28px)] lg:flex-none"
    >
      {props.header}
      <div className="border-line border-b bg-panel px-2 py-0.5 lg:hidden">
        <Segmented quiet label="Panel" options={PHONE_VIEWS} value={phone} onChange={setPhone} />
      </div>
      <div
        ref={sizes.frame}
        className="flex min-h-0 flex-1 flex-col gap-px bg-line lg:grid lg:grid-cols-[minmax(0,1fr)_var(--desk-side,280px)_320px] lg:grid-rows-[minmax(0,1fr)_min(var(--desk-account,264px),60%)] xl:grid-cols-[minmax(0,1fr)_var(--desk-side,280px)_244px_320px]"
      >
        <div className={classNames('relative', PANEL, onPhone('chart'))}>
          {props.chart}
          <Splitter {...sizes.side} className="max-lg:hidden" />
        </div>
        <div
          className={classNames(
            'lg:col-start-2 lg:row-start-1',
            PANEL,
            onPhone('book'),
            beside('book'),
          )}
        >
          <SideTabs side={side} onSide={setSide} />
          <div className="relative min-h-0 flex-1">
            <div className="absolute inset-0">{props.book}</div>
          </div>
        </div>
        <div
          className={classNames(
            'lg:row-start-1 lg:max-xl:col-start-2 xl:col-start-3',
            PANEL,
            onPhone('trades'),
            beside('trades'),
          )}
        >
          <SideTabs side={side} onSide={setSide} />
          <div className="relative min-h-0 flex-1">
            {/* Out of the flow: a long tape scrolls, and lays out nothing but itself. */}
            <div className="absolute inset-0 contain-strict">{props.trades}</div>
          </div>
        </div>
        {props.ticket}
        <div
          className={classNames(
            'relative lg:col-span-2 lg:col-start-1 lg:row-start-2 xl:col-span-3',
            PANEL,
            onPhone('account'),
          )}
        >
          <Splitter {...sizes.account} className="max-lg:hidden" />
          {props.account}
        </div>
      </div>
    </div>
  );
}

/** A panel fills its place in the grid; on a phone all that is left, and at least enough to be read. */
const PANEL = 'flex min-h-90 min-w-0 flex-1 flex-col bg-panel lg:min-h-0';

/** Where book and trades share a place. */
function SideTabs({
  side,
  onSide,
}: {
  readonly side: SideView;
  readonly onSide: (side: SideView) => void;
}) {
  return (
    <div className="hidden h-10 shrink-0 items-center border-line border-b px-1 lg:max-xl:flex">
      <Segmented
        quiet
        label="Beside the chart"
        options={SIDE_VIEWS}
        value={side}
        onChange={onSide}
      />
    </div>
  );
}

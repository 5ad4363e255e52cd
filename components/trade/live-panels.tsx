'use client';

import { useCallback, useState } from 'react';
import { DepthChart } from '#components/depth-chart/depth-chart.tsx';
import { OrderBook } from '#components/order-book/order-book.tsx';
import { useMarketData } from '#components/shell/market-data-provider.tsx';
import { TradesTape } from '#components/trades-tape/trades-tape.tsx';
import { useCalmStore } from '#hooks/use-calm-store.ts';
import type { Lots, Ticks } from '#lib/domain/quanta.ts';
import { withBookPrice, withBookSize } from '#lib/order-ticket/ticket-keys.ts';
import { BOOK_CALM, DEPTH_CALM, TAPE_CALM } from './calms.ts';
import type { Desk } from './use-desk.ts';
import { useStaleAge } from './use-stale-age.ts';

export type LivePanelProps = { readonly desk: Desk };

/** The order book: what is pressed in it goes into the ticket. */
export function BookPanel({ desk: { market, live, inputs } }: LivePanelProps) {
  const book = useCalmStore(live.book, BOOK_CALM);
  const lastTicks = useMarketData((data) => data.prices[market.symbol]?.priceTicks ?? null);
  const change = useMarketData((data) => data.prices[market.symbol]?.changeBps24h ?? 0);
  const [stepTicks, setStepTicks] = useState<Ticks>(1);
  const staleMs = useStaleAge();

  const onPrice = useCallback(
    (ticks: Ticks) => inputs.setState((before) => withBookPrice(before, { ticks, market }), true),
    [inputs, market],
  );
  const onSize = useCallback(
    (lots: Lots) => inputs.setState((before) => withBookSize(before, { lots, market }), true),
    [inputs, market],
  );
  const moving = change > 0 ? 'up' : 'down';
  return (
    <OrderBook
      market={market}
      book={book}
      lastTicks={lastTicks}
      direction={change === 0 ? 'flat' : moving}
      stepTicks={stepTicks}
      onStep={setStepTicks}
      staleMs={staleMs}
      error={null}
      onPrice={onPrice}
      onSize={onSize}
    />
  );
}

/** The newest trades of the market. */
export function TapePanel({ desk: { market, live } }: LivePanelProps) {
  const tape = useCalmStore(live.trades, TAPE_CALM);
  return <TradesTape market={market} tape={tape} staleMs={useStaleAge()} error={null} />;
}

/** How much stands up to each price. */
export function DepthPanel({ desk: { market, live } }: LivePanelProps) {
  const book = useCalmStore(live.book, DEPTH_CALM);
  return <DepthChart market={market} book={book} staleMs={useStaleAge()} />;
}

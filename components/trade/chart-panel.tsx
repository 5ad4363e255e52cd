'use client';

import { type ReactNode, useState } from 'react';
import { MarketChart } from '#components/chart/market-chart.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { DepthPanel } from './live-panels.tsx';
import { MoveOrderDialog } from './move-order-dialog.tsx';
import { useChartMarks } from './use-chart-marks.ts';
import type { Desk } from './use-desk.ts';
import { useMovedOrder } from './use-moved-order.ts';

const VIEWS = [
  { value: 'price', label: 'Price' },
  { value: 'depth', label: 'Depth' },
] as const;

/** The market drawn: its price over time with the own orders and fills, or its depth. */
export function ChartPanel({ desk }: { readonly desk: Desk }) {
  const { market } = desk;
  const [view, setView] = useState<(typeof VIEWS)[number]['value']>('price');
  const marks = useChartMarks(market.symbol);
  const { moved, confirm, drop } = useMovedOrder(marks);
  const tools = (
    <>
      <Segmented quiet label="Drawn" options={VIEWS} value={view} onChange={setView} />
      <IconButton
        icon="expand"
        size="small"
        label="Full screen"
        className="max-lg:hidden"
        onClick={(event) => toggleFullScreen(event.currentTarget)}
      />
    </>
  );
  return (
    <section aria-label="Chart" data-chart-panel="" className="relative min-h-0 flex-1 bg-panel">
      {view === 'price' ? (
        <div className="absolute inset-0 contain-strict">
          <MarketChart bare symbol={market.symbol} tools={tools} marks={marks} />
        </div>
      ) : (
        <Depth tools={tools}>
          <DepthPanel desk={desk} />
        </Depth>
      )}
      {moved === null ? null : (
        <MoveOrderDialog market={market} {...moved} onConfirm={confirm} onClose={drop} />
      )}
    </section>
  );
}

function Depth({ tools, children }: { readonly tools: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="absolute inset-0 flex flex-col">
      <div className="flex h-10 shrink-0 items-center justify-end border-line border-b px-1.5 pointer-coarse:h-12">
        {tools}
      </div>
      <div className="relative min-h-0 flex-1">
        <div className="absolute inset-0">{children}</div>
      </div>
    </div>
  );
}

function toggleFullScreen(inside: Element): void {
  const panel = inside.closest('[data-chart-panel]');
  // A browser may refuse; the chart then stays as large as it is.
  const asked =
    document.fullscreenElement === null ? panel?.requestFullscreen() : document.exitFullscreen();
  asked?.catch(() => undefined);
}

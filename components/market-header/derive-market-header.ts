import type { Market } from '#lib/domain/market.ts';
import type { PriceUpdate } from '#lib/domain/price-update.ts';
import type { Ticker } from '#lib/domain/ticker.ts';
import { formatCompact } from '#lib/format/format-compact.ts';
import { formatBps } from '#lib/format/format-percent.ts';
import { formatPrice } from '#lib/format/format-price.ts';
import { formatAge } from '#lib/format/format-time.ts';
import { quantaDecimals } from '#lib/order-ticket/ticket-text.ts';

/** What is known of a market. */
export type HeaderSources = {
  /** The last read of its 24 hours; `null` while there is none. */
  readonly ticker: Ticker | null;
  /** The price that was pushed last. */
  readonly pushed: PriceUpdate | null;
  readonly indexTicks: number | null;
  /** `null` on a market without a mark price of its own. */
  readonly markTicks: number | null;
};

/** A figure of the header. */
export type HeaderFigure = {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly title?: string;
  readonly tone?: 'up' | 'down';
};

export type HeaderView = {
  readonly last: string;
  readonly lastTicks: number | null;
  readonly direction: 'up' | 'down' | 'flat';
  readonly figures: readonly HeaderFigure[];
};

/** Last price and figures of a market; where both know one, the pushed price is newer or as new. */
export function deriveMarketHeader(market: Market, sources: HeaderSources): HeaderView {
  const { ticker, pushed, indexTicks, markTicks } = sources;
  const lastTicks = pushed?.priceTicks ?? ticker?.lastTicks ?? null;
  const changeBps = pushed?.changeBps24h ?? ticker?.changeBps ?? null;
  const direction = directionOf(changeBps);
  const high = extreme(Math.max, ticker?.highTicks, pushed?.priceTicks);
  const low = extreme(Math.min, ticker?.lowTicks, pushed?.priceTicks);
  const mark = markTicks === null ? [] : [{ id: 'mark', name: 'Mark', ticks: markTicks }];
  const prices = [
    ...mark,
    { id: 'index', name: 'Index', ticks: indexTicks },
    { id: 'high', name: '24h high', ticks: high },
    { id: 'low', name: '24h low', ticks: low },
  ].map(({ id, name, ticks }) => ({ id, name, value: formatPrice(ticks, market) }));
  const change: HeaderFigure = {
    id: 'change',
    name: '24h change',
    value: formatBps(changeBps, { signed: true }),
    ...(direction === 'flat' ? {} : { tone: direction }),
  };
  const split = mark.length + 1;
  return {
    last: formatPrice(lastTicks, market),
    lastTicks,
    direction,
    figures: [...prices.slice(0, split), change, ...prices.slice(split), volume(market, ticker)],
  };
}

function directionOf(changeBps: number | null): HeaderView['direction'] {
  if (changeBps === null || changeBps === 0) return 'flat';
  return changeBps > 0 ? 'up' : 'down';
}

/** The day's extreme is known only with the day. */
function extreme(
  choose: (...values: number[]) => number,
  ofDay: number | undefined,
  price: number | undefined,
): number | null {
  if (ofDay === undefined) return null;
  return price === undefined ? ofDay : choose(ofDay, price);
}

function volume({ quote }: Market, ticker: Ticker | null): HeaderFigure {
  const figure = { id: 'volume', name: `24h volume ${quote}` };
  if (ticker === null) return { ...figure, value: '–' };
  const { text, exact } = formatCompact(BigInt(ticker.volumeQuanta), quantaDecimals(quote));
  return { ...figure, value: text, title: exact };
}

/** How the market's data is connected, in a few words; `null` while all is as it should be. */
export function connectionNote(
  phase: 'connecting' | 'live' | 'stale' | 'reconnecting' | 'offline',
  ageMs: number | null,
): string | null {
  const age = ageMs === null ? '' : `, ${formatAge(Math.max(0, ageMs))} old`;
  switch (phase) {
    case 'live':
      return null;
    case 'connecting':
      return 'Connecting';
    case 'stale':
      return `Stale${age}`;
    case 'reconnecting':
      return `Reconnecting${age}`;
    case 'offline':
      return `Offline${age}`;
  }
}

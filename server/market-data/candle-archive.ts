import { type Candle, rollUpCandles } from '#lib/domain/candle.ts';
import { intervalMs } from '#lib/domain/interval.ts';
import type { Market } from '#lib/domain/market.ts';
import { CandleColumns } from './candle-columns.ts';
import { DAY_INTERVALS, type DayInterval } from './market-window.ts';
import type { TimeRange, TradeHistory } from './trade-history.ts';

const DAY_MS = intervalMs['1d'];

type ArchivedDay = ReadonlyMap<DayInterval, CandleColumns>;

/**
 * The candles of the days that are over, read from the history once. One-minute candles are not kept:
 * they would be four fifths of the memory, and a history has those of a day at hand.
 */
export type CandleArchive = {
  /** Candles that start in `[fromMs, toMs)`, oldest first, the newest `limit` of them. */
  candles(
    interval: DayInterval,
    range: { readonly fromMs: number; readonly toMs: number; readonly limit: number },
  ): Candle[];
  /** Reads one day that was not read yet, the newest of them; false when there is none left. */
  readAhead(beforeDayMs: number): boolean;
};

/** An archive of one market over a history; a day is read when it is first asked for. */
export function createCandleArchive(market: Market, history: TradeHistory): CandleArchive {
  const days = new Map<number, ArchivedDay>();
  let unreadBeforeMs = Number.POSITIVE_INFINITY;

  function dayAt(startMs: number): ArchivedDay {
    const known = days.get(startMs);
    if (known !== undefined) return known;
    const day = archivedDay(
      history.minuteCandles(market, { fromMs: startMs, toMs: startMs + DAY_MS }),
    );
    days.set(startMs, day);
    return day;
  }

  function candlesOfDay(
    dayMs: number,
    interval: DayInterval,
    within: TimeRange,
  ): readonly Candle[] {
    if (interval === '1m') return history.minuteCandles(market, within);
    return dayAt(dayMs).get(interval)?.between(within) ?? [];
  }

  function candles(
    interval: DayInterval,
    { fromMs, toMs, limit }: { fromMs: number; toMs: number; limit: number },
  ): Candle[] {
    const earliest = Math.max(fromMs, history.startMs);
    const pieces: (readonly Candle[])[] = [];
    let missing = limit;
    for (
      let dayMs = dayStart(toMs - 1);
      missing > 0 && dayMs + DAY_MS > earliest;
      dayMs -= DAY_MS
    ) {
      const within = { fromMs: Math.max(dayMs, earliest), toMs: Math.min(dayMs + DAY_MS, toMs) };
      const piece = candlesOfDay(dayMs, interval, within).slice(-missing);
      pieces.push(piece);
      missing -= piece.length;
    }
    return pieces.reverse().flat();
  }

  function readAhead(beforeDayMs: number): boolean {
    let dayMs = Math.min(unreadBeforeMs, beforeDayMs) - DAY_MS;
    while (dayMs >= history.startMs && days.has(dayMs)) dayMs -= DAY_MS;
    unreadBeforeMs = dayMs;
    if (dayMs < history.startMs) return false;
    dayAt(dayMs);
    return true;
  }

  return { candles, readAhead };
}

function archivedDay(minutes: readonly Candle[]): ArchivedDay {
  const kept = DAY_INTERVALS.filter((interval) => interval !== '1m');
  return new Map(
    kept.map((interval) => [interval, new CandleColumns(rollUpCandles(minutes, interval))]),
  );
}

function dayStart(timeMs: number): number {
  return timeMs - (timeMs % DAY_MS);
}

import type { Candle } from '#lib/domain/candle.ts';
import { intervalMs, intervalStart } from '#lib/domain/interval.ts';
import {
  changeBps,
  type MinuteSummary,
  TICKER_MINUTES,
  type TickerFigures,
} from '#lib/domain/ticker.ts';

const MINUTE_MS = intervalMs['1m'];

/**
 * The figures of the trailing 24 hours of a market that may stand still for minutes or days: of the
 * minute that runs at `nowMs` and the 1,439 before it. Its first price is the last one before the
 * window; where nothing was traded before it, the first one in it.
 */
export class RollingDay {
  /** Minutes in which something was traded; the first may be before the window, for its close. */
  #minutes: MinuteSummary[] = [];
  #figures: TickerFigures | null = null;

  /** A minute that follows all before it, or more of the last one. */
  add(minute: MinuteSummary): void {
    this.#figures = null;
    const last = this.#minutes.at(-1);
    if (last?.candle.startMs !== minute.candle.startMs) {
      this.#minutes.push(minute);
      return;
    }
    const candle = merged(last.candle, minute.candle);
    const volumeQuanta = last.volumeQuanta + minute.volumeQuanta;
    this.#minutes[this.#minutes.length - 1] = { candle, volumeQuanta };
  }

  /** `null` before the first trade. Sums beyond 2^53 − 1 are told as that. */
  figures(nowMs: number): TickerFigures | null {
    const fromMs = intervalStart(nowMs, '1m') - (TICKER_MINUTES - 1) * MINUTE_MS;
    if (this.#figures?.fromMs !== fromMs) this.#figures = null;
    this.#figures ??= this.#figuresFrom(fromMs);
    return this.#figures;
  }

  #figuresFrom(fromMs: number): TickerFigures | null {
    const first = this.#minutes.findIndex(({ candle }) => candle.startMs >= fromMs);
    const begin = first === -1 ? this.#minutes.length : first;
    // The minute before the window tells what the price was when it began.
    if (begin > 1) this.#minutes = this.#minutes.slice(begin - 1);
    const before = begin > 0 ? this.#minutes[0] : undefined;
    const within = before === undefined ? this.#minutes : this.#minutes.slice(1);
    const last = this.#minutes.at(-1);
    if (last === undefined) return null;
    const openTicks = (before?.candle.closeTicks ?? within[0]?.candle.openTicks) as number;
    return { fromMs, openTicks, ...sumsOf(within, openTicks), ...lastOf(last, openTicks) };
  }
}

function sumsOf(minutes: readonly MinuteSummary[], openTicks: number) {
  let highTicks = minutes[0]?.candle.highTicks ?? openTicks;
  let lowTicks = minutes[0]?.candle.lowTicks ?? openTicks;
  let volumeLots = 0;
  let volumeQuanta = 0;
  for (const { candle, volumeQuanta: quanta } of minutes) {
    highTicks = Math.max(highTicks, candle.highTicks);
    lowTicks = Math.min(lowTicks, candle.lowTicks);
    volumeLots = Math.min(volumeLots + candle.volumeLots, Number.MAX_SAFE_INTEGER);
    volumeQuanta = Math.min(volumeQuanta + quanta, Number.MAX_SAFE_INTEGER);
  }
  return { highTicks, lowTicks, volumeLots, volumeQuanta };
}

function lastOf({ candle: { closeTicks } }: MinuteSummary, openTicks: number) {
  return { lastTicks: closeTicks, changeBps: changeBps(openTicks, closeTicks) };
}

function merged(earlier: Candle, later: Candle): Candle {
  return {
    ...earlier,
    highTicks: Math.max(earlier.highTicks, later.highTicks),
    lowTicks: Math.min(earlier.lowTicks, later.lowTicks),
    closeTicks: later.closeTicks,
    volumeLots: earlier.volumeLots + later.volumeLots,
  };
}

import { findMarketById } from '#lib/domain/market.ts';
import { notionalOf } from '#lib/domain/notional.ts';
import type { MinuteRow, TradeRow } from './store-batch.ts';

const MINUTE_MS = 60_000;

/**
 * What trades, in the order in which they happened, add to their minutes: one row for each market and
 * minute, in order of its first trade.
 */
export function foldMinutes(trades: readonly TradeRow[]): MinuteRow[] {
  const minutes = new Map<string, MinuteRow>();
  for (const trade of trades) {
    const startMs = trade.timeMs - (trade.timeMs % MINUTE_MS);
    const key = `${trade.market}:${startMs}`;
    const minute = minutes.get(key);
    minutes.set(key, minute === undefined ? opened(trade, startMs) : extended(minute, trade));
  }
  return [...minutes.values()];
}

function opened(trade: TradeRow, startMs: number): MinuteRow {
  const { market, priceTicks, quantityLots } = trade;
  return {
    market,
    startMs,
    openTicks: priceTicks,
    highTicks: priceTicks,
    lowTicks: priceTicks,
    closeTicks: priceTicks,
    volumeLots: quantityLots,
    volumeQuanta: quantaOf(trade),
    tradeCount: 1,
  };
}

function extended(minute: MinuteRow, trade: TradeRow): MinuteRow {
  return {
    ...minute,
    highTicks: Math.max(minute.highTicks, trade.priceTicks),
    lowTicks: Math.min(minute.lowTicks, trade.priceTicks),
    closeTicks: trade.priceTicks,
    volumeLots: minute.volumeLots + trade.quantityLots,
    volumeQuanta: minute.volumeQuanta + quantaOf(trade),
    tradeCount: minute.tradeCount + 1,
  };
}

function quantaOf({ market, priceTicks, quantityLots }: TradeRow): number {
  return notionalOf(priceTicks, quantityLots, findMarketById(market)?.k ?? 0);
}

import type { PriceUpdate } from '#lib/domain/price-update.ts';
import type { PublicTrade } from '#lib/domain/public-trade.ts';
import { encodePriceUpdate } from '../frames/price-update.ts';
import { encodeTrade } from '../wire-trade.ts';

/** A trade as clients read it that subscribe by `btc-usdt@trades`: what others call size is a quantity. */
export function encodeStreamTrade(trade: PublicTrade) {
  const { size: quantity, ...rest } = encodeTrade(trade);
  return { ...rest, quantity };
}

/** A price as clients read it that subscribe by `btc-usdt@ticker`. */
export function encodeStreamTicker(update: PriceUpdate) {
  const { price, volume_24h: volume, change_24h: change, ...rest } = encodePriceUpdate(update);
  return { ...rest, last: price, volume, change };
}

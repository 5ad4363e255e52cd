import type { Fill } from '#lib/domain/fill.ts';
import type { Market } from '#lib/domain/market.ts';
import type { OrderSide } from '#lib/domain/order.ts';
import { BUY, type Trade } from '#server/engine/index.ts';

/** A trade as one of its two sides sees it. */
export function fillOf(
  trade: Trade,
  of: { readonly role: Fill['role']; readonly market: Market; readonly timeMs: number },
): Fill {
  const { role, market, timeMs } = of;
  const isTaker = role === 'taker';
  const buys = (trade.takerSide === BUY) === isTaker;
  const side: OrderSide = buys ? 'buy' : 'sell';
  return {
    tradeId: trade.tradeId,
    orderId: isTaker ? trade.takerOrderId : trade.makerOrderId,
    symbol: market.symbol,
    side,
    role,
    priceTicks: trade.price,
    quantityLots: trade.quantity,
    feeQuanta: isTaker ? trade.takerFee : trade.makerFee,
    feeAsset: buys ? market.base : market.quote,
    timestampMs: timeMs,
  };
}

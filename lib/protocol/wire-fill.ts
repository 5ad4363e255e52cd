import * as z from 'zod/mini';
import type { Fill } from '#lib/domain/fill.ts';
import { assetOf } from './asset-of.ts';
import { countField, sideField, symbolField, timestampField } from './fields.ts';
import { marketOf } from './market-of.ts';
import { fromWireNumber, toWireNumber, wireNumber } from './wire-number.ts';
import {
  decodeTradeSettlement,
  encodeTradeSettlement,
  wireTradeSettlement,
} from './wire-trade-settlement.ts';

/**
 * One side of a trade, as that side sees it. `fee` is taken from what it received: `fee_asset` is the
 * base asset for a buyer, the quote asset for a seller. `settlement` is how far it was when it was told;
 * the answer to an order that has just traded leaves it out.
 */
export const wireFill = z.object({
  trade_id: countField(),
  order_id: countField(),
  symbol: symbolField,
  side: sideField,
  role: z.enum(['maker', 'taker']),
  price: wireNumber,
  size: wireNumber,
  fee: wireNumber,
  fee_asset: symbolField,
  timestamp: timestampField,
  settlement: z.optional(wireTradeSettlement),
});

export type WireFill = z.output<typeof wireFill>;

/** @throws ProtocolError `gateway/unknown-symbol`, `ledger/unknown-asset`. */
export function encodeFill(fill: Fill): WireFill {
  const { priceDecimals, sizeDecimals } = marketOf(fill.symbol);
  return {
    trade_id: fill.tradeId,
    order_id: fill.orderId,
    symbol: fill.symbol,
    side: fill.side,
    role: fill.role,
    price: toWireNumber(fill.priceTicks, priceDecimals),
    size: toWireNumber(fill.quantityLots, sizeDecimals),
    fee: toWireNumber(fill.feeQuanta, assetOf(fill.feeAsset).decimals),
    fee_asset: fill.feeAsset,
    timestamp: fill.timestampMs,
    ...(fill.settlement === undefined
      ? {}
      : { settlement: encodeTradeSettlement(fill.settlement) }),
  };
}

/**
 * @throws ProtocolError `gateway/unknown-symbol`, `ledger/unknown-asset`, or
 *   `gateway/invalid-message` for a finer decimal.
 */
export function decodeFill(wire: WireFill): Fill {
  const { symbol, priceDecimals, sizeDecimals } = marketOf(wire.symbol);
  const { decimals } = assetOf(wire.fee_asset);
  return {
    tradeId: wire.trade_id,
    orderId: wire.order_id,
    symbol,
    side: wire.side,
    role: wire.role,
    priceTicks: fromWireNumber(wire.price, priceDecimals),
    quantityLots: fromWireNumber(wire.size, sizeDecimals),
    feeQuanta: fromWireNumber(wire.fee, decimals),
    feeAsset: wire.fee_asset,
    timestampMs: wire.timestamp,
    ...(wire.settlement === undefined
      ? {}
      : { settlement: decodeTradeSettlement(wire.settlement) }),
  };
}

import * as z from 'zod/mini';
import type { Balance } from '#lib/domain/balance.ts';
import type { Block } from '#lib/domain/block.ts';
import type { MarketCondition } from '#lib/domain/market-status.ts';
import type { PriceUpdate } from '#lib/domain/price-update.ts';
import type { Settlement } from '#lib/domain/settlement.ts';
import { validate } from '../validate.ts';
import { decodeBlock } from '../wire-block.ts';
import { decodeMarketCondition } from '../wire-market-condition.ts';
import { type AuthSuccessFrame, authSuccessFrame } from './auth-success.ts';
import { balanceUpdateFrame, decodeBalanceUpdate } from './balance-update.ts';
import { blockUpdateData } from './block-update.ts';
import { type CandleUpdate, candleUpdateData, decodeCandleUpdate } from './candle-update.ts';
import { type ConnectedFrame, connectedFrame } from './connected.ts';
import { envelope } from './envelope.ts';
import { type ErrorFrame, errorFrame } from './error.ts';
import { decodeFillUpdate, type FillUpdate, fillUpdateFrame } from './fill-update.ts';
import { marketUpdateFrame } from './market-update.ts';
import { type NoncesReservedFrame, noncesReservedFrame } from './nonces-reserved.ts';
import { type NoncesUpdateFrame, noncesUpdateFrame } from './nonces-update.ts';
import { decodeOrderUpdate, type OrderUpdate, orderUpdateFrame } from './order-update.ts';
import { type BookUpdate, decodeBookUpdate, orderBookUpdateFrame } from './orderbook-update.ts';
import { decodeOrdersUpdate, type OrdersUpdate, ordersUpdateFrame } from './orders-update.ts';
import { type PongFrame, pongFrame } from './pong.ts';
import { decodeMaybePosition, decodeStreamPosition, type StreamPosition } from './position.ts';
import { decodePriceUpdate, priceUpdateData } from './price-update.ts';
import { decodeSettlementUpdate, settlementUpdateFrame } from './settlement-update.ts';
import { type SubscribedFrame, subscribedFrame } from './subscribed.ts';
import { decodeTradeUpdate, type TradeUpdate, tradeUpdateFrame } from './trade-update.ts';
import {
  decodeTransferUpdate,
  type TransferUpdate,
  transferUpdateFrame,
} from './transfer-update.ts';
import { type UnsubscribedFrame, unsubscribedFrame } from './unsubscribed.ts';

/** A pushed frame of a stream, decoded to domain types. */
export type StreamFrame<Type extends string, Data> = {
  readonly type: Type;
  readonly data: Data;
  readonly position: StreamPosition;
  readonly seq: number | undefined;
  readonly timestamp: number;
};

export type PriceUpdateFrame = StreamFrame<'price_update', PriceUpdate>;
export type CandleUpdateFrame = StreamFrame<'candle_update', CandleUpdate>;
export type BlockUpdateFrame = StreamFrame<'block_update', Block>;
export type OrderBookUpdateFrame = StreamFrame<'orderbook_update', BookUpdate>;
export type TradeUpdateFrame = StreamFrame<'trade_update', TradeUpdate>;
export type MarketUpdateFrame = StreamFrame<'market_update', MarketCondition>;
export type FillUpdateFrame = StreamFrame<'fill_update', FillUpdate>;
export type TransferUpdateFrame = StreamFrame<'transfer_update', TransferUpdate>;
export type SettlementUpdateFrame = StreamFrame<'settlement_update', readonly Settlement[]>;

/** A frame about the client's own account: pushed on a stream, or the answer to a request. */
export type AccountFrame<Type extends string, Data> = {
  readonly type: Type;
  readonly data: Data;
  /** `null` for an answer. */
  readonly position: StreamPosition | null;
  readonly request_id: string | undefined;
  readonly seq: number | undefined;
  readonly timestamp: number;
};

export type OrderUpdateFrame = AccountFrame<'order_update', OrderUpdate>;
export type OrdersUpdateFrame = AccountFrame<'orders_update', OrdersUpdate>;
export type BalanceUpdateFrame = AccountFrame<'balance_update', readonly Balance[]>;

/** What a server of the native dialect may say now. */
export type ServerFrame =
  | ConnectedFrame
  | PongFrame
  | SubscribedFrame
  | UnsubscribedFrame
  | ErrorFrame
  | AuthSuccessFrame
  | NoncesUpdateFrame
  | NoncesReservedFrame
  | PriceUpdateFrame
  | CandleUpdateFrame
  | BlockUpdateFrame
  | OrderBookUpdateFrame
  | TradeUpdateFrame
  | MarketUpdateFrame
  | FillUpdateFrame
  | TransferUpdateFrame
  | SettlementUpdateFrame
  | OrderUpdateFrame
  | OrdersUpdateFrame
  | BalanceUpdateFrame;

const priceUpdateFrame = z.object({
  type: z.literal('price_update'),
  data: priceUpdateData,
  ...envelope,
});

const candleUpdateFrame = z.object({
  type: z.literal('candle_update'),
  data: candleUpdateData,
  ...envelope,
});

const blockUpdateFrame = z.object({
  type: z.literal('block_update'),
  data: blockUpdateData,
  ...envelope,
});

/** The schema of each type of frame, as it is on the wire. */
export const serverFrameSchemas = {
  connected: connectedFrame,
  pong: pongFrame,
  error: errorFrame,
  auth_success: authSuccessFrame,
  subscribed: subscribedFrame,
  unsubscribed: unsubscribedFrame,
  order_update: orderUpdateFrame,
  orders_update: ordersUpdateFrame,
  balance_update: balanceUpdateFrame,
  fill_update: fillUpdateFrame,
  transfer_update: transferUpdateFrame,
  settlement_update: settlementUpdateFrame,
  nonces_update: noncesUpdateFrame,
  nonces_reserved: noncesReservedFrame,
  orderbook_update: orderBookUpdateFrame,
  trade_update: tradeUpdateFrame,
  market_update: marketUpdateFrame,
  price_update: priceUpdateFrame,
  candle_update: candleUpdateFrame,
  block_update: blockUpdateFrame,
} as const satisfies Readonly<Record<ServerFrame['type'], z.ZodMiniType>>;

/**
 * Reads a frame from the server out of parsed JSON; `null` for types that this version does not know.
 *
 * @throws ProtocolError when a known type does not have its form.
 */
export function decodeServerFrame(value: unknown): ServerFrame | null {
  if (typeof value !== 'object' || value === null || !('type' in value)) return null;
  switch (value.type) {
    case 'connected':
      return validate(connectedFrame, value);
    case 'pong':
      return validate(pongFrame, value);
    case 'subscribed':
      return validate(subscribedFrame, value);
    case 'unsubscribed':
      return validate(unsubscribedFrame, value);
    case 'error':
      return validate(errorFrame, value);
    case 'auth_success':
      return validate(authSuccessFrame, value);
    case 'nonces_update':
      return validate(noncesUpdateFrame, value);
    case 'nonces_reserved':
      return validate(noncesReservedFrame, value);
    case 'price_update':
    case 'candle_update':
    case 'block_update':
    case 'orderbook_update':
    case 'trade_update':
    case 'market_update':
    case 'fill_update':
    case 'transfer_update':
    case 'settlement_update':
      return decodeStreamFrame(value.type, value);
    case 'order_update': {
      const frame = validate(orderUpdateFrame, value);
      return accountFrame(frame, decodeOrderUpdate(frame.data));
    }
    case 'orders_update': {
      const frame = validate(ordersUpdateFrame, value);
      return accountFrame(frame, decodeOrdersUpdate(frame.data));
    }
    case 'balance_update': {
      const frame = validate(balanceUpdateFrame, value);
      return accountFrame(frame, decodeBalanceUpdate(frame.data));
    }
    default:
      return null;
  }
}

type StreamFrames =
  | PriceUpdateFrame
  | CandleUpdateFrame
  | BlockUpdateFrame
  | OrderBookUpdateFrame
  | TradeUpdateFrame
  | MarketUpdateFrame
  | FillUpdateFrame
  | TransferUpdateFrame
  | SettlementUpdateFrame;

function decodeStreamFrame(type: StreamFrames['type'], value: unknown): StreamFrames {
  switch (type) {
    case 'price_update': {
      const frame = validate(priceUpdateFrame, value);
      return streamFrame(frame, decodePriceUpdate(frame.data));
    }
    case 'candle_update': {
      const frame = validate(candleUpdateFrame, value);
      return streamFrame(frame, decodeCandleUpdate(frame.data));
    }
    case 'block_update': {
      const frame = validate(blockUpdateFrame, value);
      return streamFrame(frame, decodeBlock(frame.data));
    }
    case 'orderbook_update': {
      const frame = validate(orderBookUpdateFrame, value);
      return streamFrame(frame, decodeBookUpdate(frame.data));
    }
    case 'trade_update': {
      const frame = validate(tradeUpdateFrame, value);
      return streamFrame(frame, decodeTradeUpdate(frame.data));
    }
    case 'market_update': {
      const frame = validate(marketUpdateFrame, value);
      return streamFrame(frame, decodeMarketCondition(frame.data));
    }
    case 'fill_update': {
      const frame = validate(fillUpdateFrame, value);
      return streamFrame(frame, decodeFillUpdate(frame.data));
    }
    case 'transfer_update': {
      const frame = validate(transferUpdateFrame, value);
      return streamFrame(frame, decodeTransferUpdate(frame.data));
    }
    case 'settlement_update': {
      const frame = validate(settlementUpdateFrame, value);
      return streamFrame(frame, decodeSettlementUpdate(frame.data));
    }
  }
}

function streamFrame<Type extends string, Data>(
  frame: {
    readonly type: Type;
    readonly data: Parameters<typeof decodeStreamPosition>[0];
    readonly seq?: number | undefined;
    readonly timestamp: number;
  },
  data: Data,
): StreamFrame<Type, Data> {
  const { type, seq, timestamp } = frame;
  return { type, data, position: decodeStreamPosition(frame.data), seq, timestamp };
}

function accountFrame<Type extends string, Data>(
  frame: {
    readonly type: Type;
    readonly data: Parameters<typeof decodeMaybePosition>[0];
    readonly request_id?: string | undefined;
    readonly seq?: number | undefined;
    readonly timestamp: number;
  },
  data: Data,
): AccountFrame<Type, Data> {
  const { type, request_id, seq, timestamp } = frame;
  return { type, data, position: decodeMaybePosition(frame.data), request_id, seq, timestamp };
}

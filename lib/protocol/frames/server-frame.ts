import * as z from 'zod/mini';
import type { Block } from '#lib/domain/block.ts';
import type { PriceUpdate } from '#lib/domain/price-update.ts';
import { validate } from '../validate.ts';
import { decodeBlock } from '../wire-block.ts';
import { blockUpdateData } from './block-update.ts';
import { type CandleUpdate, candleUpdateData, decodeCandleUpdate } from './candle-update.ts';
import { type ConnectedFrame, connectedFrame } from './connected.ts';
import { envelope } from './envelope.ts';
import { type ErrorFrame, errorFrame } from './error.ts';
import { type PongFrame, pongFrame } from './pong.ts';
import { decodeStreamPosition, type StreamPosition } from './position.ts';
import { decodePriceUpdate, priceUpdateData } from './price-update.ts';
import { type SubscribedFrame, subscribedFrame } from './subscribed.ts';
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

/** What a server of the native dialect may say now. */
export type ServerFrame =
  | ConnectedFrame
  | PongFrame
  | SubscribedFrame
  | UnsubscribedFrame
  | ErrorFrame
  | PriceUpdateFrame
  | CandleUpdateFrame
  | BlockUpdateFrame;

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
    default:
      return null;
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

import { decodeClientFrame } from '#lib/protocol/frames/client-frame.ts';
import type { PongFrame } from '#lib/protocol/frames/pong.ts';
import type { SubscribedFrame } from '#lib/protocol/frames/subscribed.ts';
import type { UnsubscribedFrame } from '#lib/protocol/frames/unsubscribed.ts';
import type { SubscriptionBook } from './subscription-book.ts';

export type NativeDialectContext = {
  readonly subscriptions: SubscriptionBook;
  readonly reply: (frame: PongFrame | SubscribedFrame | UnsubscribedFrame) => void;
  readonly asOf: () => { readonly seq: number; readonly timestampMs: number };
};

/**
 * Does what a frame of the native dialect asks for.
 *
 * @throws ProtocolError to be told to the client.
 */
export function handleNativeFrame(value: unknown, context: NativeDialectContext): void {
  const frame = decodeClientFrame(value);
  const { subscriptions, reply } = context;
  const { seq, timestampMs } = context.asOf();
  const requestId = frame.request_id === undefined ? {} : { request_id: frame.request_id };
  const envelope = { ...requestId, timestamp: timestampMs, seq };
  switch (frame.type) {
    case 'ping':
      reply({ type: 'pong', ...envelope });
      return;
    case 'subscribe': {
      const { channel, symbols } = subscriptions.subscribe(frame, frame.from_seq);
      reply({ type: 'subscribed', data: { channel, symbols: [...symbols] }, ...envelope });
      subscriptions.begin();
      return;
    }
    case 'unsubscribe': {
      const { channel, symbols } = subscriptions.unsubscribe(frame);
      reply({ type: 'unsubscribed', data: { channel, symbols: [...symbols] }, ...envelope });
      return;
    }
    default:
      frame satisfies never;
  }
}

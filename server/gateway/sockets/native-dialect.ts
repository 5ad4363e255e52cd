import { assetOf } from '#lib/protocol/asset-of.ts';
import { type AuthFrame, decodeCredentials } from '#lib/protocol/frames/auth.ts';
import type { AuthSuccessFrame } from '#lib/protocol/frames/auth-success.ts';
import { encodeBalanceUpdate } from '#lib/protocol/frames/balance-update.ts';
import type { CancelAllFrame } from '#lib/protocol/frames/cancel-all.ts';
import { decodeOrderReference } from '#lib/protocol/frames/cancel-order.ts';
import type { ClientFrame } from '#lib/protocol/frames/client-frame.ts';
import {
  decodeOrderChange,
  type ModifyOrderFrame,
  modifyMembersOf,
} from '#lib/protocol/frames/modify-order.ts';
import { encodeOrderUpdate } from '#lib/protocol/frames/order-update.ts';
import { encodeOrdersUpdate } from '#lib/protocol/frames/orders-update.ts';
import type { PlaceOrderFrame } from '#lib/protocol/frames/place-order.ts';
import { namedChannels } from '#lib/protocol/frames/subscription-names.ts';
import { invalidField } from '#lib/protocol/invalid-field.ts';
import { encodeNonces } from '#lib/protocol/wire-nonces.ts';
import { decodeOrderRequest } from '#lib/protocol/wire-order-request.ts';
import type { AuthPort } from '../auth-port.ts';
import type { OrderEntryPort } from '../order-entry-port.ts';
import type { AccountReads } from '../trading/account-reads.ts';
import { checkTimestamp } from '../trading/check-clock.ts';
import type { OrderAnswer, OrderService } from '../trading/order-service.ts';
import type { SocketIdentity } from './socket-identity.ts';
import type { SubscriptionChange, SubscriptionRequest } from './subscription-book.ts';

export type NativeDialectContext = {
  readonly identity: SocketIdentity;
  readonly subscriptions: SubscriptionChange;
  readonly auth: Pick<AuthPort, 'tokenFor'>;
  readonly entry: Pick<OrderEntryPort, 'nonceState' | 'reserveNonces'>;
  readonly orders: OrderService;
  readonly reads: AccountReads;
  /** When the frame came, by `performance.now()`. */
  readonly arrivedMs: number;
  readonly asOf: () => { readonly seq: number; readonly timestampMs: number };
  /** How an account is called in public. */
  readonly pseudonym: (account: number) => string;
  readonly clockSkewMs: number;
};

/** A frame without what every answer has; `seq` and `timestamp` where it is as of something else. */
type Reply = {
  readonly type: string;
  readonly data?: object;
  readonly error?: string;
  readonly message?: string;
  readonly seq?: number;
  readonly timestamp?: number;
};

/**
 * Does what a frame of the native dialect asks for; gives the frame that answers it.
 *
 * @throws ProtocolError to be told to the client.
 */
export async function answerNativeFrame(
  frame: ClientFrame,
  context: NativeDialectContext,
): Promise<object> {
  const reply = await replyTo(frame, context);
  const { seq, timestampMs } = context.asOf();
  return {
    ...reply,
    ...(frame.request_id === undefined ? {} : { request_id: frame.request_id }),
    timestamp: reply.timestamp ?? timestampMs,
    seq: reply.seq ?? seq,
  };
}

async function replyTo(frame: ClientFrame, context: NativeDialectContext): Promise<Reply> {
  switch (frame.type) {
    case 'ping':
      return { type: 'pong' };
    case 'auth':
      return await authenticate(frame, context);
    case 'subscribe': {
      const { depth, from_seq: fromSeq } = frame;
      const named = namedChannels(frame).map((each) => ({ ...each, depth }));
      const requests = await context.subscriptions.subscribe(named, fromSeq);
      return { type: 'subscribed', data: concerned(requests) };
    }
    case 'unsubscribe': {
      const requests = context.subscriptions.unsubscribe(namedChannels(frame));
      return { type: 'unsubscribed', data: concerned(requests) };
    }
    case 'place_order':
      return await place(frame, context);
    case 'cancel_order': {
      const { orders, identity } = context;
      return orderReply(await orders.cancel(identity.principal(), decodeOrderReference(frame)));
    }
    case 'modify_order':
      return await modify(frame, context);
    case 'cancel_all':
      return await cancelAll(frame, context);
    case 'get_orders':
      return await openOrders(frame.symbol ?? null, context);
    case 'get_balances':
      return await balances(frame.asset ?? null, context);
    case 'get_nonces': {
      const { seq, ...state } = await context.entry.nonceState(context.identity.principal(), null);
      return { type: 'nonces_update', data: encodeNonces(state), seq };
    }
    case 'reserve_nonces': {
      const reserved = await context.entry.reserveNonces(context.identity.principal(), null);
      const { signer, first, count, seq, timeMs } = reserved;
      return { type: 'nonces_reserved', data: { signer, first, count }, seq, timestamp: timeMs };
    }
  }
}

/** The first channel, and all of them where there are several. */
function concerned(requests: readonly SubscriptionRequest[]): object {
  return { ...requests[0], ...(requests.length > 1 ? { channels: requests } : {}) };
}

async function authenticate(frame: AuthFrame, context: NativeDialectContext): Promise<Reply> {
  const { identity, auth, pseudonym } = context;
  checkClientClock(frame.timestamp, context);
  const credentials = decodeCredentials(frame);
  const principal = await identity.authenticate(credentials);
  // Whoever showed a token or a secret has what it takes over HTTP too.
  const session = credentials.kind === 'challenge' ? await auth.tokenFor(principal) : null;
  const { address, kind, agent, account, expiresMs } = principal;
  const data: AuthSuccessFrame['data'] = {
    user_id: address,
    kind,
    agent,
    expires_at: expiresMs,
    pseudonym: account === null ? null : pseudonym(account),
    token: session?.token ?? null,
  };
  return { type: 'auth_success', data };
}

async function place(frame: PlaceOrderFrame, context: NativeDialectContext): Promise<Reply> {
  const { identity, orders, arrivedMs } = context;
  const principal = identity.principal();
  checkClientClock(frame.timestamp, context);
  const nowMs = context.asOf().timestampMs;
  const request = decodeOrderRequest(frame.order, { nowMs, prefix: 'order.' });
  return orderReply(await orders.place(principal, { request, arrivedMs }));
}

async function modify(frame: ModifyOrderFrame, context: NativeDialectContext): Promise<Reply> {
  const { identity, orders } = context;
  const wire = modifyMembersOf(frame);
  const answer = await orders.modify(identity.principal(), {
    reference: decodeOrderReference(frame),
    read: (market) => decodeOrderChange(wire, market),
  });
  return orderReply(answer);
}

async function cancelAll(frame: CancelAllFrame, context: NativeDialectContext): Promise<Reply> {
  const { identity, orders } = context;
  const { after_ms: afterMs, symbol = null } = frame;
  if (afterMs !== undefined) {
    // The switch is one for all markets: it must not cancel more than was meant.
    if (symbol !== null) throw invalidField('symbol', 'expected without after_ms only');
    const { cancelAtMs, seq, timestampMs } = await orders.armDeadMan(identity.principal(), afterMs);
    const data = encodeOrdersUpdate({ orders: [], cancelAtMs });
    return { type: 'orders_update', data, seq, timestamp: timestampMs };
  }
  const answer = await orders.cancelAll(identity.principal(), symbol);
  const data = encodeOrdersUpdate({ orders: answer.orders, cancelAtMs: null });
  return { type: 'orders_update', data, seq: answer.seq, timestamp: answer.timestampMs };
}

async function openOrders(symbol: string | null, context: NativeDialectContext): Promise<Reply> {
  const { identity, orders, reads } = context;
  const principal = identity.principal();
  const answer = await orders.openOrders(principal, symbol);
  const cancelAtMs = await reads.cancelAtOf(principal);
  const data = encodeOrdersUpdate({ orders: answer.orders, cancelAtMs });
  return { type: 'orders_update', data, seq: answer.seq, timestamp: answer.timestampMs };
}

async function balances(asset: string | null, context: NativeDialectContext): Promise<Reply> {
  const { identity, reads } = context;
  const wanted = asset === null ? null : assetOf(asset).symbol;
  const { value, seq } = await reads.balancesOf(identity.principal());
  const found = value.filter((balance) => wanted === null || balance.asset === wanted);
  return { type: 'balance_update', data: encodeBalanceUpdate(found), seq };
}

function orderReply({ update, refusal, seq, timestampMs }: OrderAnswer): Reply {
  return {
    type: 'order_update',
    data: encodeOrderUpdate(update),
    ...(refusal === null ? {} : { error: refusal.code, message: refusal.message }),
    seq,
    timestamp: timestampMs,
  };
}

function checkClientClock(timestampMs: number | undefined, context: NativeDialectContext): void {
  const { asOf, clockSkewMs: skewMs } = context;
  checkTimestamp(timestampMs, { nowMs: asOf().timestampMs, skewMs });
}

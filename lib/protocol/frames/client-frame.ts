import { ProtocolError } from '../protocol-error.ts';
import { validate } from '../validate.ts';
import { type AuthFrame, authFrame } from './auth.ts';
import { type CancelAllFrame, cancelAllFrame } from './cancel-all.ts';
import { type CancelOrderFrame, cancelOrderFrame } from './cancel-order.ts';
import { type GetBalancesFrame, getBalancesFrame } from './get-balances.ts';
import { type GetNoncesFrame, getNoncesFrame } from './get-nonces.ts';
import { type GetOrdersFrame, getOrdersFrame } from './get-orders.ts';
import { type ModifyOrderFrame, modifyOrderFrame } from './modify-order.ts';
import { type PingFrame, pingFrame } from './ping.ts';
import { type PlaceOrderFrame, placeOrderFrame, withKnownSpelling } from './place-order.ts';
import { type ReserveNoncesFrame, reserveNoncesFrame } from './reserve-nonces.ts';
import { type SubscribeFrame, subscribeFrame } from './subscribe.ts';
import { type UnsubscribeFrame, unsubscribeFrame } from './unsubscribe.ts';

/** What a client of the native dialect may say now. */
export type ClientFrame =
  | PingFrame
  | AuthFrame
  | SubscribeFrame
  | UnsubscribeFrame
  | PlaceOrderFrame
  | CancelOrderFrame
  | ModifyOrderFrame
  | CancelAllFrame
  | GetBalancesFrame
  | GetOrdersFrame
  | GetNoncesFrame
  | ReserveNoncesFrame;

/** The schema of each type of frame. */
export const clientFrameSchemas = {
  ping: pingFrame,
  auth: authFrame,
  subscribe: subscribeFrame,
  unsubscribe: unsubscribeFrame,
  place_order: placeOrderFrame,
  cancel_order: cancelOrderFrame,
  modify_order: modifyOrderFrame,
  cancel_all: cancelAllFrame,
  get_orders: getOrdersFrame,
  get_balances: getBalancesFrame,
  get_nonces: getNoncesFrame,
  reserve_nonces: reserveNoncesFrame,
} as const;

/** Types of the contract whose capability is not there yet. */
export const TYPES_TO_COME: ReadonlySet<string> = new Set([
  'open_position',
  'close_position',
  'modify_leverage',
  'vault_deposit',
  'vault_withdraw',
  'lending_supply',
  'lending_withdraw',
  'lending_borrow',
  'lending_repay',
  'get_positions',
]);

/**
 * Reads a frame of the native dialect from parsed JSON.
 *
 * @throws ProtocolError `gateway/invalid-message`, `gateway/unknown-type` or `gateway/not-available`.
 */
export function decodeClientFrame(value: unknown): ClientFrame {
  const type = typeOf(value);
  if (!isServed(type)) {
    const code = TYPES_TO_COME.has(type) ? 'gateway/not-available' : 'gateway/unknown-type';
    throw new ProtocolError(code, { facts: { type: type.slice(0, 64) } });
  }
  return type === 'place_order'
    ? validate(placeOrderFrame, withKnownSpelling(value))
    : validate(clientFrameSchemas[type], value);
}

function isServed(type: string): type is ClientFrame['type'] {
  return Object.hasOwn(clientFrameSchemas, type);
}

/** The request id of a frame that may be wrong in every other respect, so that its error can name it. */
export function requestIdOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('request_id' in value)) return undefined;
  const { request_id: id } = value;
  return typeof id === 'string' && id.length <= 128 ? id : undefined;
}

function typeOf(value: unknown): string {
  const hasType = typeof value === 'object' && value !== null && 'type' in value;
  if (hasType && typeof value.type === 'string') return value.type;
  const expected = 'expected an object with a type';
  throw new ProtocolError('gateway/invalid-message', {
    facts: { field: 'type', expected },
    detail: `type: ${expected}.`,
  });
}

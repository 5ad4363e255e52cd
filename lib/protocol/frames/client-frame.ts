import { ProtocolError } from '../protocol-error.ts';
import { validate } from '../validate.ts';
import { type PingFrame, pingFrame } from './ping.ts';
import { type SubscribeFrame, subscribeFrame } from './subscribe.ts';
import { type UnsubscribeFrame, unsubscribeFrame } from './unsubscribe.ts';

/** What a client of the native dialect may say now. */
export type ClientFrame = PingFrame | SubscribeFrame | UnsubscribeFrame;

/** Types of the contract whose capability is not there yet. */
export const TYPES_TO_COME: ReadonlySet<string> = new Set([
  'auth',
  'place_order',
  'cancel_order',
  'modify_order',
  'cancel_all',
  'open_position',
  'close_position',
  'modify_leverage',
  'vault_deposit',
  'vault_withdraw',
  'lending_supply',
  'lending_withdraw',
  'lending_borrow',
  'lending_repay',
  'get_balances',
  'get_positions',
  'get_orders',
]);

/**
 * Reads a frame of the native dialect from parsed JSON.
 *
 * @throws ProtocolError `gateway/invalid-message`, `gateway/unknown-type` or `gateway/not-available`.
 */
export function decodeClientFrame(value: unknown): ClientFrame {
  const type = typeOf(value);
  switch (type) {
    case 'ping':
      return validate(pingFrame, value);
    case 'subscribe':
      return validate(subscribeFrame, value);
    case 'unsubscribe':
      return validate(unsubscribeFrame, value);
    default: {
      const code = TYPES_TO_COME.has(type) ? 'gateway/not-available' : 'gateway/unknown-type';
      throw new ProtocolError(code, { facts: { type: type.slice(0, 64) } });
    }
  }
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

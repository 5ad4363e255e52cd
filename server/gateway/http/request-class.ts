import type { RequestClass } from '../account-limiter.ts';

/** What requests of these routes count as; `null` = their handler counts them by what they hold. */
const CLASSES: Readonly<Record<string, RequestClass | null>> = {
  'POST /v1/orders': 'order',
  'PATCH /v1/orders/:id': 'order',
  'DELETE /v1/orders/:id': 'cancel',
  'DELETE /v1/orders': 'cancel',
  'DELETE /v1/agents/:address': 'cancel',
  'POST /v1/account/epoch': 'cancel',
  'POST /rpc': null,
  'POST /snake/rpc': null,
};

/** Which bucket of its account a request is counted in. */
export function requestClassOf(method: string, route: string): RequestClass | null {
  const name = `${method} ${route}`;
  return Object.hasOwn(CLASSES, name) ? (CLASSES[name] ?? null) : 'other';
}

import { type Authority, FOK, GTD, IOC, MARKET, NO_TRIGGER, type PlaceOrder } from './command.ts';
import type { EngineState } from './engine-state.ts';
import type { Signing } from './order-details.ts';
import { ENLISTED, timeInForceOf } from './order-flags.ts';
import { NONE } from './order-pool.ts';
import type { OrderTerms } from './order-terms.ts';
import { detailsOf } from './orders.ts';

/**
 * Whether an order never stays. Its nonce only has to be larger than the last such one. An order of
 * market type that waits for its trigger is none: others that came later are settled before it.
 */
export function isOneShot({
  type,
  timeInForce,
  trigger,
}: Pick<OrderTerms, 'type' | 'timeInForce' | 'trigger'>): boolean {
  return trigger === NO_TRIGGER && (type === MARKET || timeInForce === IOC || timeInForce === FOK);
}

/**
 * What is kept of an order's authority. What an agent signed ends with the agent's approval at the
 * latest: the contract does not settle it later.
 */
export function signingOf(
  { agents }: EngineState,
  account: number,
  authority: Authority | null,
): Signing {
  if (authority === null) return { signer: NONE, expiry: 0 };
  const { agent: signer, expiry } = authority;
  const approved = signer === 0 ? expiry : (agents.get(account, signer)?.expiry ?? 0);
  return { signer, expiry: Math.min(expiry, approved) * 1_000 };
}

/** Uses up the signatures of an accepted order and of its legs, before anybody is told of it. */
export function signOrder(state: EngineState, command: PlaceOrder, slot: number): void {
  const { account, authority, takeProfit, stopLoss } = command;
  if (authority === null) return;
  if (isOneShot(command)) state.nonces.spendOneShot(account, authority.nonce);
  else signResting(state, slot, authority);
  for (const leg of [takeProfit, stopLoss]) {
    if (leg !== null && leg.authority !== null) state.nonces.spend(account, leg.authority.nonce);
  }
}

/** Uses up the signature of an order that stays. It ends with it, unless it ends before. */
export function signResting(state: EngineState, slot: number, authority: Authority): void {
  const account = state.pool.account(slot);
  state.nonces.spend(account, authority.nonce);
  noteSigning(state, slot, signingOf(state, account, authority));
}

/** Puts another signature under an open order: only a date of its own still bounds it. */
export function signAnew(state: EngineState, slot: number, authority: Authority): void {
  const { pool, details } = state;
  const entry = detailsOf(state, slot);
  if (timeInForceOf(pool.flags(slot)) !== GTD) details.setExpiry(entry, 0);
  signResting(state, slot, authority);
  if ((pool.flags(slot) & ENLISTED) === 0) return;
  state.expiries.set(slot, details.expiry(entry), pool.id(slot));
}

/** Notes on an order who signed it, and its end. */
export function noteSigning(state: EngineState, slot: number, { signer, expiry }: Signing): void {
  const { details } = state;
  const entry = detailsOf(state, slot);
  const own = details.expiry(entry);
  details.setSigner(entry, signer);
  if (own === 0 || expiry < own) details.setExpiry(entry, expiry);
}

/** Who signed an open order: 0 = the account's owner, else the number of an agent; `NONE` = nobody. */
export function signerOf({ pool, details }: EngineState, slot: number): number {
  const entry = pool.details(slot);
  return entry === NONE ? NONE : details.signer(entry);
}

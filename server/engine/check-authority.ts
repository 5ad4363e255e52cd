import { notionalOf } from '#lib/domain/notional.ts';
import type { Lots, Ticks } from '#lib/domain/quanta.ts';
import { isExpired, mayTradeIn } from './agents.ts';
import { type Authority, BUY, type Leg, type PlaceOrder, SELL } from './command.ts';
import type { EngineState } from './engine-state.ts';
import type { ListedMarket } from './listed-market.ts';
import type { RejectCode } from './reject-code.ts';
import { isOneShot } from './sign-order.ts';

/** An order, or what one is to become, as far as its signature goes. */
type Signed = {
  readonly account: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly authority: Authority;
  /** Whether the order never stays, so that its nonce is of the space that grows. */
  readonly oneShot: boolean;
};

/**
 * Whether the account lets whoever signed an order and its legs do so, and none of the signatures is
 * used already. Orders that nobody signed pass; but a command is signed as a whole or not at all.
 */
export function checkSignatures(
  state: EngineState,
  market: ListedMarket,
  command: PlaceOrder,
): RejectCode | null {
  const { account, time, authority, takeProfit, stopLoss } = command;
  if (takeProfit === null && stopLoss === null) {
    if (authority === null) return null;
    const oneShot = isOneShot(command);
    return checkAuthority(state, market, { account, time, authority, oneShot });
  }
  const legs = [takeProfit, stopLoss].flatMap((leg) => (leg === null ? [] : [leg.authority]));
  if (authority === null && legs.every((leg) => leg === null)) return null;
  if (authority === null) return 'auth/signature-required';
  const oneShot = isOneShot(command);
  return (
    checkAuthority(state, market, { account, time, authority, oneShot }) ??
    checkRestingSignatures(state, market, {
      account,
      time,
      authorities: legs,
      taken: oneShot ? 0 : authority.nonce,
    })
  );
}

/**
 * The same of legs, each an order of its own that stays: all are signed, no two under one nonce, nor
 * under the nonce `taken`.
 */
export function checkRestingSignatures(
  state: EngineState,
  market: ListedMarket,
  {
    account,
    time,
    authorities,
    taken = 0,
  }: Pick<Signed, 'account' | 'time'> & {
    readonly authorities: readonly (Authority | null)[];
    readonly taken?: number;
  },
): RejectCode | null {
  const nonces = new Set([taken]);
  for (const authority of authorities) {
    if (authority === null) return 'auth/signature-required';
    const code = checkAuthority(state, market, { account, time, authority, oneShot: false });
    if (code !== null) return code;
    if (nonces.has(authority.nonce)) return 'auth/nonce-used';
    nonces.add(authority.nonce);
  }
  return null;
}

/** The authority of docs/matching.md, step 3, of one order. */
export function checkAuthority(
  { agents, nonces }: EngineState,
  market: ListedMarket,
  { account, time, authority, oneShot }: Signed,
): RejectCode | null {
  if (authority.agent !== 0) {
    const agent = agents.get(account, authority.agent);
    if (agent === null) return 'auth/unknown-agent';
    if (isExpired(agent, time)) return 'auth/agent-expired';
    if (!mayTradeIn(agent, market.parameters.market)) return 'auth/agent-market';
  }
  const { makerFeePpm, takerFeePpm } = market.parameters;
  if (authority.epoch !== nonces.epoch(account)) return 'auth/wrong-epoch';
  if (isExpired(authority, time)) return 'auth/signature-expired';
  if (authority.maxFeePpm < Math.max(makerFeePpm, takerFeePpm)) return 'auth/max-fee-too-low';
  if (!oneShot) return nonces.fault(account, authority.agent, authority.nonce);
  return authority.nonce > nonces.oneShotNonce(account) ? null : 'auth/nonce-used';
}

/** The largest notional of an agent, held against an order and its legs; `state.price` is the order's. */
export function checkAgentLimits(
  state: EngineState,
  market: ListedMarket,
  command: PlaceOrder,
): RejectCode | null {
  const { authority, account, quantity, takeProfit, stopLoss } = command;
  if (authority === null) return null;
  const legSide = command.side === BUY ? SELL : BUY;
  const check = (by: Authority | null, price: Ticks) =>
    checkAgentNotional(state, market, { account, authority: by, price, quantity });
  const stopPrice = (leg: Leg) =>
    leg.price === 0 ? market.limitPrice(legSide, leg.triggerPrice) : leg.price;
  return (
    check(authority, state.price) ??
    (takeProfit === null ? null : check(takeProfit.authority, takeProfit.price)) ??
    (stopLoss === null ? null : check(stopLoss.authority, stopPrice(stopLoss)))
  );
}

/** The largest notional of an agent, held against one order; nobody limits the owner. */
export function checkAgentNotional(
  { agents }: EngineState,
  market: ListedMarket,
  order: {
    readonly account: number;
    readonly authority: Authority | null;
    readonly price: Ticks;
    readonly quantity: Lots;
  },
): RejectCode | null {
  if (order.authority === null || order.authority.agent === 0) return null;
  const most = agents.get(order.account, order.authority.agent)?.maxNotional ?? 0;
  const notional = notionalOf(order.price, order.quantity, market.parameters.k);
  return notional > most ? 'auth/agent-notional' : null;
}

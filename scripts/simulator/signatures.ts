import type { Authority, Leg, LegView, PlaceOrder, RejectCode } from '#server/engine/index.ts';
import { FOK, GTD, IOC, MARKET, NO_TRIGGER } from '#server/engine/index.ts';
import type { Account, Exchange, Order, SignerAgent } from './exchange-state.ts';
import { accountOf, marketOf } from './exchange-state.ts';
import { notionalOf } from './locked-balances.ts';

type Problem = RejectCode | null;

/** One order as far as its signature goes. */
type Signed = {
  readonly authority: Authority | null;
  /** Its nonce is of the kind that grows. */
  readonly grows: boolean;
};

type Place = { readonly account: number; readonly market: number };

export const RANGE = 64;

/** Whether the order never waits nor rests. */
function neverStays(order: Pick<PlaceOrder, 'type' | 'timeInForce' | 'trigger'>): boolean {
  const { type, timeInForce, trigger } = order;
  if (trigger !== NO_TRIGGER) return false;
  return type === MARKET || timeInForce === IOC || timeInForce === FOK;
}

function signaturesOf(command: PlaceOrder): Signed[] {
  const { authority, takeProfit, stopLoss } = command;
  const legs = [takeProfit, stopLoss].filter((leg) => leg !== null);
  return [{ authority, grows: neverStays(command) }, ...legs.map(ofLeg)];
}

/** A leg waits or rests whatever its type. */
export function ofLeg({ authority }: Pick<Leg, 'authority'>): Signed {
  return { authority, grows: false };
}

/** The authority of an order and its legs: step 3. */
export function checkSignatures(exchange: Exchange, command: PlaceOrder): Problem {
  const { account, market } = command;
  return checkAllSigned(exchange, { account, market, signed: signaturesOf(command) });
}

/** The authority of all orders of a command: all of them are signed, or none. */
export function checkAllSigned(
  exchange: Exchange,
  { signed, ...of }: Place & { readonly signed: readonly Signed[] },
): Problem {
  if (signed.every(({ authority }) => authority === null)) return null;
  const before: number[] = [];
  for (const { authority, grows } of signed) {
    if (authority === null) return 'auth/signature-required';
    const problem = checkOne(exchange, { ...of, authority, grows });
    if (problem !== null) return problem;
    if (!grows && before.includes(authority.nonce)) return 'auth/nonce-used';
    if (!grows) before.push(authority.nonce);
  }
  return null;
}

/** The authority of one order. */
export function checkOne(
  exchange: Exchange,
  of: Place & { readonly authority: Authority; readonly grows: boolean },
): Problem {
  const { authority } = of;
  const account = accountOf(exchange, of.account);
  const { makerFeePpm, takerFeePpm } = marketOf(exchange, of.market).parameters;
  if (authority.agent !== 0) {
    const agent = agentOf(account, authority.agent);
    if (agent === null) return 'auth/unknown-agent';
    if (hasEnded(exchange, agent)) return 'auth/agent-expired';
    if (!allowsMarket(agent, of.market)) return 'auth/agent-market';
  }
  if (authority.epoch !== account.epoch) return 'auth/wrong-epoch';
  if (hasEnded(exchange, authority)) return 'auth/signature-expired';
  if (authority.maxFeePpm < makerFeePpm || authority.maxFeePpm < takerFeePpm) {
    return 'auth/max-fee-too-low';
  }
  if (of.grows) return authority.nonce <= account.oneShotNonce ? 'auth/nonce-used' : null;
  return checkReserved(account, authority);
}

function checkReserved(account: Account, { nonce, agent }: Authority): Problem {
  const firstNonce = RANGE;
  const next = (account.rangesReserved + 1) * RANGE;
  if (nonce < firstNonce || nonce >= next) return 'auth/nonce-not-reserved';
  const range = account.nonceRanges.find(({ first }) => nonce >= first && nonce < first + RANGE);
  if (range === undefined) return 'auth/nonce-used';
  if (range.agent !== agent) return 'auth/nonce-not-reserved';
  return range.free.has(nonce) ? null : 'auth/nonce-used';
}

/** Whether an agent's approval, or a signature, is over. */
export function hasEnded(exchange: Exchange, of: { readonly expiry: number }): boolean {
  return BigInt(of.expiry) * 1_000n <= BigInt(exchange.time);
}

export function agentOf(account: Account, number: number): SignerAgent | null {
  return account.agents.find((agent) => agent.number === number) ?? null;
}

function allowsMarket({ marketsLow, marketsHigh }: SignerAgent, market: number): boolean {
  const bitmap = (BigInt(marketsHigh) << 32n) | BigInt(marketsLow);
  return ((bitmap >> BigInt(market)) & 1n) === 1n;
}

/** What one order may be worth when an agent signs it: the beginning of step 10. */
export function checkWorth(
  exchange: Exchange,
  order: {
    readonly account: number;
    readonly market: number;
    readonly authority: Authority | null;
    readonly price: number;
    readonly quantity: number;
  },
): Problem {
  const { authority, price, quantity } = order;
  if (authority === null || authority.agent === 0) return null;
  const agent = agentOf(accountOf(exchange, order.account), authority.agent);
  const most = BigInt(agent?.maxNotional ?? 0);
  const { parameters } = marketOf(exchange, order.market);
  return notionalOf(parameters, price, quantity) > most ? 'auth/agent-notional' : null;
}

/** The signatures of an accepted order and its legs count no second time. */
export function spendSignatures(exchange: Exchange, command: PlaceOrder): void {
  const { account } = command;
  for (const signed of signaturesOf(command)) spend(exchange, { account, ...signed });
}

/** One signature counts no second time. */
export function spend(exchange: Exchange, of: Signed & { readonly account: number }): void {
  const { authority, grows } = of;
  if (authority === null) return;
  const account = accountOf(exchange, of.account);
  if (grows) account.oneShotNonce = authority.nonce;
  for (const range of grows ? [] : account.nonceRanges) range.free.delete(authority.nonce);
  account.nonceRanges = account.nonceRanges.filter(({ free }) => free.size > 0);
}

/** What stays known of a signature. */
export function signingOf(authority: Authority | null): Pick<LegView, 'signer' | 'expiry'> {
  if (authority === null) return { signer: -1, expiry: 0 };
  return { signer: authority.agent, expiry: authority.expiry * 1_000 };
}

/** What agents signed of an order and its legs ends with the approvals that they have now. */
export function endWithApprovals(exchange: Exchange, order: Order): void {
  const account = accountOf(exchange, order.account);
  const bounded = <Signed extends Pick<LegView, 'signer' | 'expiry'>>(of: Signed): Signed => {
    const agent = of.signer > 0 ? agentOf(account, of.signer) : null;
    return agent === null ? of : { ...of, expiry: earlier(of.expiry, agent.expiry * 1_000) };
  };
  order.expiry = bounded(order).expiry;
  order.takeProfit = order.takeProfit === null ? null : bounded(order.takeProfit);
  order.stopLoss = order.stopLoss === null ? null : bounded(order.stopLoss);
}

/** An order that stays ends with its signature, or before at a time of its own. */
export function sign(order: Order, authority: Authority | null): void {
  if (authority === null || neverStays(order)) return;
  const { signer, expiry } = signingOf(authority);
  order.signer = signer;
  order.expiry = earlier(order.expiry, expiry);
}

/** An open order ends with another signature from now on; a date of its own still counts. */
export function signAnew(order: Order, authority: Authority): void {
  const { signer, expiry } = signingOf(authority);
  order.expiry = order.timeInForce === GTD ? earlier(order.expiry, expiry) : expiry;
  order.signer = signer;
}

/** The earlier of two ends, 0 being none. */
export function earlier(one: number, other: number): number {
  return one === 0 || other === 0 ? one + other : Math.min(one, other);
}

/** Without the end that came with a signature, if a new one is to take its place. */
export function ownEnd(order: Order): number {
  return order.signer < 0 || order.timeInForce === GTD ? order.expiry : 0;
}

import type { Address } from '#lib/domain/address.ts';
import type { Market } from '#lib/domain/market.ts';
import type { Ticks } from '#lib/domain/quanta.ts';
import type { SignableTerms } from '#lib/domain/signable-order.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { currentAccount, type Principal } from '#server/auth/index.ts';
import { type EngineState, NONE } from '#server/engine/index.ts';
import { sideOf } from './place-command.ts';

/** What the engine knows that decides about a signature, as of one look. */
export type SigningContext = {
  readonly account: number;
  /** The owner's. */
  readonly owner: Address;
  readonly epoch: number;
  readonly lastOneShotNonce: number;
  /** Highest fee of the market, parts per million. */
  readonly feePpm: number;
  /** Whether the client order id stands for an order: sending it once more may change nothing. */
  readonly isKnown: boolean;
  /** Who asks, as a signer: 0 = the owner, else the agent's number. */
  readonly signer: number;
  /** End of that agent's approval, ms since the epoch; infinite for the owner. */
  readonly signerExpiresMs: number;
};

/**
 * Looks at what decides about a signature.
 *
 * @throws ProtocolError `auth/session-expired`, `auth/agent-revoked`, `account/unknown`,
 *   `market/unknown`.
 */
export function signingContext(
  state: EngineState,
  {
    principal,
    market,
    clientOrderId,
    nowMs,
  }: {
    readonly principal: Principal;
    readonly market: Market;
    /** 0 = none. */
    readonly clientOrderId: number;
    readonly nowMs: number;
  },
): SigningContext {
  const account = openAccountOf(state, principal, nowMs);
  const parameters = state.market(market.id)?.parameters;
  if (parameters === undefined) throw new ProtocolError('market/unknown');
  const held = principal.agent === null ? null : state.agents.find(principal.agent);
  const agent = held === null ? null : state.agents.get(account, held.number);
  return {
    account,
    owner: state.accounts.address(account) as Address,
    epoch: state.nonces.epoch(account),
    lastOneShotNonce: state.nonces.oneShotNonce(account),
    feePpm: Math.max(parameters.makerFeePpm, parameters.takerFeePpm),
    isKnown: clientOrderId !== 0 && state.clients.find(account, clientOrderId) !== NONE,
    signer: agent?.number ?? 0,
    signerExpiresMs: agent === null ? Number.POSITIVE_INFINITY : agent.expiry * 1_000,
  };
}

/**
 * The open account that somebody acts for now.
 *
 * @throws ProtocolError `account/unknown`, and what `currentAccount` throws.
 */
export function openAccountOf(state: EngineState, principal: Principal, nowMs: number): number {
  const account = currentAccount(state, principal, nowMs);
  if (account === null) throw new ProtocolError('account/unknown');
  return account;
}

/**
 * The price that an order is signed with: its own, or of a market order the limit of the market's
 * band, seen from its trigger price or from the price now. The engine takes the same one.
 *
 * @throws ProtocolError `market/no-reference-price`.
 */
export function protectionPrice(
  state: EngineState,
  { market, terms }: { readonly market: Market; readonly terms: SignableTerms },
): Ticks {
  if (terms.priceTicks !== 0 || terms.type === 'limit' || terms.type === 'stop_limit') {
    return terms.priceTicks;
  }
  const listed = state.market(market.id);
  const reference = terms.triggerTicks === 0 ? (listed?.reference ?? 0) : terms.triggerTicks;
  if (listed === null || reference === 0) throw new ProtocolError('market/no-reference-price');
  return listed.limitPrice(sideOf(terms.side), reference);
}

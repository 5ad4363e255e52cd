import { checkAgentNotional, checkRestingSignatures } from './check-authority.ts';
import { checkBand, checkExpiry, checkNotional, checkShape, checkTrigger } from './check-terms.ts';
import { type Authority, type PlaceOco, PRE_OPEN } from './command.ts';
import { contentDigest } from './content-digest.ts';
import type { EngineState } from './engine-state.ts';
import { pairLegs } from './follow-ups.ts';
import type { ListedMarket } from './listed-market.ts';
import { NONE } from './order-pool.ts';
import type { OrderTerms } from './order-terms.ts';
import { createOrder, detailsOf, legTermsOf, rest, wait } from './orders.ts';
import {
  checkLimitLeg,
  checkMarketState,
  checkNewClientIds,
  checkOrderIds,
  checkRoom,
  checkStopLeg,
} from './place-order.ts';
import type { RejectCode } from './reject-code.ts';
import { signResting } from './sign-order.ts';

/** Places a pair: a limit leg that rests, and a stop leg that waits, over one lock. */
export function placeOco(state: EngineState, command: PlaceOco): ListedMarket | null {
  const { account, limitLeg, stopLeg } = command;
  const market = state.market(command.market);
  if (market === null) {
    state.events.rejected(account, limitLeg.orderId, 'market/unknown');
    return null;
  }
  const first =
    limitLeg.clientOrderId === 0 ? NONE : state.clients.find(account, limitLeg.clientOrderId);
  const code = checkIdentity(state, command) ?? checkClientIds(state, command, first);
  if (code === null && first !== NONE) {
    state.events.duplicate(account, state.clients.orderId(first));
    return null;
  }
  const refusal = code ?? checkPair(state, market, command);
  if (refusal !== null) {
    state.events.rejected(account, limitLeg.orderId, refusal);
    return null;
  }
  const limitSlot = openLeg(state, command, state.draft);
  const stopSlot = openLeg(state, command, state.stopDraft);
  if (limitLeg.authority !== null) signResting(state, limitSlot, limitLeg.authority);
  if (stopLeg.authority !== null) signResting(state, stopSlot, stopLeg.authority);
  pairLegs(state, market, limitSlot, stopSlot);
  state.events.accepted(state, limitSlot, state.draft);
  state.events.accepted(state, stopSlot, state.stopDraft);
  wait(state, market, stopSlot);
  rest(state, market, limitSlot);
  return market;
}

function checkIdentity(state: EngineState, command: PlaceOco): RejectCode | null {
  return (
    state.accounts.tradingFault(command.account) ??
    checkOrderIds(state, [command.limitLeg.orderId, command.stopLeg.orderId])
  );
}

function checkClientIds(state: EngineState, command: PlaceOco, first: number): RejectCode | null {
  if (first !== NONE) {
    return state.clients.digest(first) === contentDigest(command) ? null : 'order/client-id-reused';
  }
  const ids = [command.limitLeg.clientOrderId, command.stopLeg.clientOrderId];
  return checkNewClientIds(state, command.account, ids);
}

function checkPair(state: EngineState, market: ListedMarket, command: PlaceOco): RejectCode | null {
  const { limitLeg, stopLeg } = command;
  const limit = legTermsOf(state.draft, { leg: limitLeg, of: command });
  const stop = legTermsOf(state.stopDraft, { leg: stopLeg, of: command });
  return (
    checkPairSignatures(state, market, command) ??
    (market.state === PRE_OPEN ? 'market/pre-open' : checkMarketState(market.state, limit)) ??
    checkLimit(state, market, command) ??
    checkStop(state, market) ??
    checkAgentLimit(state, market, { authority: limitLeg.authority, terms: limit }) ??
    checkAgentLimit(state, market, { authority: stopLeg.authority, terms: stop }) ??
    checkRoom(market, command.account, 2) ??
    (market.wouldCross(limit.side, limit.price) ? 'matching/post-only-would-cross' : null) ??
    checkFunds(state, market, Math.max(limit.price, stop.price))
  );
}

/** Both legs are signed, or none. */
function checkPairSignatures(
  state: EngineState,
  market: ListedMarket,
  { account, time, limitLeg, stopLeg }: PlaceOco,
): RejectCode | null {
  const authorities = [limitLeg.authority, stopLeg.authority];
  if (authorities.every((authority) => authority === null)) return null;
  return checkRestingSignatures(state, market, { account, time, authorities });
}

function checkAgentLimit(
  state: EngineState,
  market: ListedMarket,
  { authority, terms }: { readonly authority: Authority | null; readonly terms: OrderTerms },
): RejectCode | null {
  const { account, price, quantity } = terms;
  return checkAgentNotional(state, market, { account, authority, price, quantity });
}

function checkLimit(
  state: EngineState,
  market: ListedMarket,
  { stopLeg }: PlaceOco,
): RejectCode | null {
  const terms = state.draft;
  return (
    checkShape(state, market, terms) ??
    checkLimitLeg(terms, stopLeg.triggerPrice) ??
    checkExpiry(terms) ??
    checkBand(state, market, terms) ??
    checkNotional(state, market, terms)
  );
}

function checkStop(state: EngineState, market: ListedMarket): RejectCode | null {
  const terms = state.stopDraft;
  const code =
    checkShape(state, market, terms) ??
    checkStopLeg(terms) ??
    checkExpiry(terms) ??
    checkTrigger(market, terms) ??
    checkBand(state, market, terms);
  // A stop leg of market type without price has its protection price from here on.
  terms.price = state.price;
  return code ?? checkNotional(state, market, terms);
}

function checkFunds(
  state: EngineState,
  market: ListedMarket,
  lockPrice: number,
): RejectCode | null {
  const { account, side, quantity } = state.draft;
  const lock = market.lockOf(side, lockPrice, quantity);
  const available = state.ledger.available(account, market.assetOf(side));
  return available < lock ? 'risk/insufficient-funds' : null;
}

function openLeg(state: EngineState, command: PlaceOco, terms: OrderTerms): number {
  const slot = createOrder(state, terms, terms.price);
  if (terms.clientOrderId !== 0) {
    const { account, orderId, clientOrderId } = terms;
    const digest = contentDigest(command);
    const clientEntry = state.clients.add(account, clientOrderId, orderId, digest);
    state.details.setClientEntry(detailsOf(state, slot), clientEntry);
  }
  return slot;
}

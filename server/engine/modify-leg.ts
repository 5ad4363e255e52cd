import type { Lots } from '#lib/domain/quanta.ts';
import { type FoundLeg, findLeg } from './cancel-orders.ts';
import { checkAgentNotional, checkAuthority } from './check-authority.ts';
import { checkNotional, checkShape } from './check-terms.ts';
import { BUY, CANCEL_ONLY, HALTED, type ModifyOrder, PRE_OPEN, SELL } from './command.ts';
import type { EngineState } from './engine-state.ts';
import type { ListedMarket } from './listed-market.ts';
import type { ParkedLeg } from './order-details.ts';
import { marketOf, selfTradeOf, sideOf } from './order-flags.ts';
import { NONE } from './order-pool.ts';
import type { TermsDraft } from './order-terms.ts';
import { legTermsOf, remainingOf } from './orders.ts';
import { checkLimitLeg, checkStop } from './place-order.ts';
import type { RejectCode } from './reject-code.ts';
import { signingOf } from './sign-order.ts';

/** A leg, what it is to become, and how large the order is that it waits for. */
type Change = FoundLeg & { readonly changed: ParkedLeg; readonly total: Lots };

/**
 * Changes price or trigger price of a leg that waits for its parent. Its size is the parent's.
 *
 * @returns Whether the account has such a leg.
 */
export function modifyLeg(state: EngineState, command: ModifyOrder): boolean {
  const found = findLeg(state, command);
  if (found === null) return false;
  const { slot, leg } = found;
  const market = state.listed(marketOf(state.pool.flags(slot)));
  const price = command.price === 0 ? leg.price : command.price;
  const triggerPrice = command.triggerPrice === 0 ? leg.triggerPrice : command.triggerPrice;
  const total = state.pool.filled(slot) + remainingOf(state, slot);
  const change = { ...found, changed: { ...leg, price, triggerPrice }, total };
  const code =
    checkChange(market, command, change) ??
    checkSignature(state, market, { command, change }) ??
    (market.state === PRE_OPEN ? 'market/pre-open' : null) ??
    checkTerms(state, market, { command, change }) ??
    checkAgentNotional(state, market, { ...command, price: state.price, quantity: total });
  if (code !== null) state.events.rejected(command.account, leg.orderId, code);
  else put(state, command, change);
  return true;
}

function checkChange(
  { state }: ListedMarket,
  command: ModifyOrder,
  { leg, changed, total, isProfit }: Change,
): RejectCode | null {
  if (state === HALTED) return 'market/halted';
  if (state === CANCEL_ONLY) return 'market/cancel-only';
  const isLarger = command.quantity !== 0 && command.quantity !== total;
  const isSame = changed.price === leg.price && changed.triggerPrice === leg.triggerPrice;
  if (isSame && !isLarger) return 'order/nothing-to-modify';
  if (command.triggerPrice !== 0 && isProfit) return 'order/invalid-combination';
  return isLarger ? 'order/linked' : null;
}

function checkSignature(
  state: EngineState,
  market: ListedMarket,
  { command, change }: { readonly command: ModifyOrder; readonly change: Change },
): RejectCode | null {
  const { account, time, authority } = command;
  if (authority === null) return change.leg.signer === NONE ? null : 'auth/signature-required';
  return checkAuthority(state, market, { account, time, authority, oneShot: false });
}

/** The checks of a leg that is placed, its sibling being what it is. */
function checkTerms(
  state: EngineState,
  market: ListedMarket,
  { command, change }: { readonly command: ModifyOrder; readonly change: Change },
): RejectCode | null {
  const { isProfit, legs } = change;
  const terms = draftOf(state, command, change);
  if (isProfit) {
    return (
      checkShape(state, market, terms) ??
      checkLimitLeg(terms, legs.stopLoss?.triggerPrice ?? null) ??
      checkNotional(state, market, terms)
    );
  }
  const profit = legs.takeProfit?.price ?? null;
  const isBetter =
    profit === null ||
    (terms.side === BUY ? profit < terms.triggerPrice : profit > terms.triggerPrice);
  return (
    checkShape(state, market, terms) ??
    (isBetter ? null : 'order/invalid-combination') ??
    checkStop(state, market, terms)
  );
}

function draftOf(
  { pool, draft }: EngineState,
  { account, time }: ModifyOrder,
  change: Change,
): TermsDraft {
  const { slot, changed: leg, total: quantity } = change;
  const flags = pool.flags(slot);
  const side = sideOf(flags) === BUY ? SELL : BUY;
  const [market, selfTrade] = [marketOf(flags), selfTradeOf(flags)];
  const of = { account, market, side, quantity, selfTrade, expiry: 0, time } as const;
  return legTermsOf(draft, { leg, of });
}

function put(state: EngineState, command: ModifyOrder, change: Change): void {
  const { account, authority } = command;
  const { slot, entry, legs, isProfit, total } = change;
  const changed =
    authority === null
      ? change.changed
      : { ...change.changed, ...signingOf(state, account, authority) };
  if (authority !== null) state.nonces.spend(account, authority.nonce);
  state.details.setLegs(
    entry,
    isProfit ? { ...legs, takeProfit: changed } : { ...legs, stopLoss: changed },
  );
  const of = { account, market: marketOf(state.pool.flags(slot)), orderId: changed.orderId };
  const { price, triggerPrice, expiry } = changed;
  state.events.legModified(of, { price, triggerPrice, expiry, quantity: total });
}

import type { LegView, ModifyOrder, RejectCode } from '#server/engine/index.ts';
import { BUY, CANCEL_ONLY, HALTED, LIMIT, PRE_OPEN, SELL } from '#server/engine/index.ts';
import { tellRejected } from './engine-answers.ts';
import type { Exchange, Order } from './exchange-state.ts';
import { accountOf, marketOf, restOf } from './exchange-state.ts';
import { checkBetterThanStop, checkStopLeg, type LegTerms, stopLegOf } from './leg-orders.ts';
import { checkNotional, checkValues } from './order-checks.ts';
import { agentOf, checkOne, checkWorth, earlier, ofLeg, signingOf, spend } from './signatures.ts';

type Problem = RejectCode | null;

type Name = 'takeProfit' | 'stopLoss';

/** Changes a leg that waits for an order of the account, if there is such a one. */
export function modifyLeg(exchange: Exchange, command: ModifyOrder): void {
  const { account, orderId } = command;
  const found = findLeg(exchange, command);
  if (found === null) {
    tellRejected(exchange, { account, orderId, code: 'order/unknown' });
    return;
  }
  const { parent, name, leg } = found;
  const next: LegView = {
    ...leg,
    price: command.price === 0 ? leg.price : command.price,
    triggerPrice: command.triggerPrice === 0 ? leg.triggerPrice : command.triggerPrice,
  };
  const code = checkLegChange(exchange, command, { parent, name, leg, next });
  if (code !== null) {
    tellRejected(exchange, { account, orderId: leg.orderId, code });
    return;
  }
  if (command.authority !== null) Object.assign(next, signedAnew(exchange, command));
  spend(exchange, { account, ...ofLeg(command) });
  parent[name] = next;
  exchange.events.push({
    kind: 'modified',
    account,
    market: parent.market,
    orderId: next.orderId,
    price: next.price,
    quantity: parent.filled + restOf(parent),
    triggerPrice: next.triggerPrice,
    expiry: next.expiry,
    keptPriority: false,
  });
}

function findLeg(
  exchange: Exchange,
  { account, orderId, clientOrderId }: ModifyOrder,
): { readonly parent: Order; readonly name: Name; readonly leg: LegView } | null {
  for (const parent of exchange.orders.filter((order) => order.account === account)) {
    for (const name of ['takeProfit', 'stopLoss'] as const) {
      const leg = parent[name];
      if (leg === null) continue;
      const isMeant =
        orderId === 0
          ? clientOrderId !== 0 && leg.clientOrderId === clientOrderId
          : leg.orderId === orderId;
      if (isMeant) return { parent, name, leg };
    }
  }
  return null;
}

function checkLegChange(
  exchange: Exchange,
  command: ModifyOrder,
  of: {
    readonly parent: Order;
    readonly name: Name;
    readonly leg: LegView;
    readonly next: LegView;
  },
): Problem {
  const { parent, name, leg, next } = of;
  const market = marketOf(exchange, parent.market);
  const quantity = parent.filled + restOf(parent);
  const sizeChanges = command.quantity !== 0 && command.quantity !== quantity;
  if (market.state === HALTED) return 'market/halted';
  if (market.state === CANCEL_ONLY) return 'market/cancel-only';
  if (!sizeChanges && next.price === leg.price && next.triggerPrice === leg.triggerPrice) {
    return 'order/nothing-to-modify';
  }
  if (name === 'takeProfit' && command.triggerPrice !== 0) return 'order/invalid-combination';
  if (sizeChanges) return 'order/linked';
  const { authority } = command;
  if (authority === null && leg.signer >= 0) return 'auth/signature-required';
  const signed =
    authority === null ? null : checkOne(exchange, { ...parent, authority, grows: false });
  if (signed !== null) return signed;
  if (market.state === PRE_OPEN) return 'market/pre-open';
  const terms: LegTerms = {
    account: parent.account,
    market: parent.market,
    side: parent.side === BUY ? SELL : BUY,
    quantity,
    selfTrade: parent.selfTrade,
    expiry: 0,
  };
  const stopLeg = stopLegOf(terms, next);
  const values = { ...terms, price: next.price, reduceOnly: false };
  const problem =
    name === 'takeProfit'
      ? (checkValues(market, { ...values, type: LIMIT }) ??
        (parent.stopLoss === null
          ? null
          : checkBetterThanStop(terms.side, next.price, parent.stopLoss.triggerPrice)) ??
        checkNotional(market.parameters, next.price, quantity))
      : (checkValues(market, { ...values, type: next.type }) ??
        (parent.takeProfit === null
          ? null
          : checkBetterThanStop(terms.side, parent.takeProfit.price, next.triggerPrice)) ??
        checkStopLeg(market, { stopLeg, mayHold: true }));
  if (problem !== null) return problem;
  // The stop's protection price was filled in by its check.
  const price = name === 'takeProfit' ? next.price : stopLeg.price;
  return checkWorth(exchange, { ...terms, authority, price });
}

/** Who signed it now, and when it ends with that, or with the approval of who did. */
function signedAnew(exchange: Exchange, { account, authority }: ModifyOrder) {
  const { signer, expiry } = signingOf(authority);
  const agent = signer > 0 ? agentOf(accountOf(exchange, account), signer) : null;
  return { signer, expiry: agent === null ? expiry : earlier(expiry, agent.expiry * 1_000) };
}

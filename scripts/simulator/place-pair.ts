import type { Leg, PlaceOco, RejectCode } from '#server/engine/index.ts';
import { contentDigest } from '#server/engine/index.ts';
import { checkFunds, checkOpenOrders, checkPairWouldCross } from './book-checks.ts';
import { checkNames } from './command-names.ts';
import { answerOf, tellRejected } from './engine-answers.ts';
import type { Exchange, Order } from './exchange-state.ts';
import { marketOf } from './exchange-state.ts';
import {
  checkLimitLeg,
  checkStopLeg,
  joinPair,
  kept,
  limitLegOf,
  stopLegOf,
} from './leg-orders.ts';
import { lockAmount } from './locked-balances.ts';
import { restInBook } from './match-order.ts';
import { checkBand, checkExpiry, checkMarketState, checkNotional } from './order-checks.ts';
import { waitForTrigger } from './place-order.ts';
import { checkAllSigned, checkWorth, endWithApprovals, ofLeg, spend } from './signatures.ts';

type Legs = { readonly limitLeg: Order; readonly stopLeg: Order };

/** Places a pair: one leg rests, the other waits. */
export function placePair(exchange: Exchange, command: PlaceOco): void {
  const problem = checkNames(exchange, command);
  if (problem === 'duplicate') return;
  const { limitLeg, stopLeg } = legsFrom(command);
  const code = problem ?? checkPair(exchange, command, { limitLeg, stopLeg });
  if (code !== null) {
    tellRejected(exchange, { account: command.account, orderId: limitLeg.orderId, code });
    return;
  }
  for (const leg of bothOf(command)) {
    spend(exchange, { account: command.account, ...ofLeg(leg) });
  }
  for (const leg of [limitLeg, stopLeg]) endWithApprovals(exchange, leg);
  exchange.orders.push(limitLeg, stopLeg);
  exchange.events.push({ kind: 'accepted', ...answerOf(limitLeg) });
  exchange.events.push({ kind: 'accepted', ...answerOf(stopLeg) });
  restInBook(exchange, limitLeg);
  waitForTrigger(exchange, stopLeg);
}

function bothOf({ limitLeg, stopLeg }: PlaceOco): readonly Leg[] {
  return [limitLeg, stopLeg];
}

function legsFrom(command: PlaceOco): Legs {
  const limitLeg = limitLegOf(command, kept(command.limitLeg));
  const stopLeg = stopLegOf(command, kept(command.stopLeg));
  for (const leg of [limitLeg, stopLeg]) {
    leg.digest = leg.clientOrderId === 0 ? 0 : contentDigest(command);
  }
  joinPair(limitLeg, stopLeg);
  return { limitLeg, stopLeg };
}

/** Authority, then steps 4 to 12. */
function checkPair(exchange: Exchange, command: PlaceOco, legs: Legs): RejectCode | null {
  const market = marketOf(exchange, command.market);
  const { limitLeg, stopLeg } = legs;
  return (
    checkAllSigned(exchange, { ...command, signed: bothOf(command).map(ofLeg) }) ??
    checkMarketState(market, limitLeg) ??
    checkLimitLeg(market, { terms: command, limit: command.limitLeg, stop: command.stopLeg }) ??
    checkExpiry(exchange, limitLeg) ??
    checkBand(market, limitLeg) ??
    checkNotional(market.parameters, limitLeg.price, command.quantity) ??
    checkStopLeg(market, { stopLeg, mayHold: false }) ??
    checkWorth(exchange, { ...command, ...command.limitLeg }) ??
    checkWorth(exchange, { ...command, ...command.stopLeg, price: stopLeg.price }) ??
    checkOpenOrders(exchange, { ...command, orders: 2 }) ??
    checkPairWouldCross(exchange, limitLeg) ??
    checkPairFunds(exchange, legs)
  );
}

function checkPairFunds(exchange: Exchange, { limitLeg, stopLeg }: Legs): RejectCode | null {
  const lock = lockAmount(marketOf(exchange, limitLeg.market).parameters, {
    side: limitLeg.side,
    price: Math.max(limitLeg.price, stopLeg.price),
    lots: limitLeg.visible,
  });
  return checkFunds(exchange, { order: limitLeg, lock, released: 0n });
}

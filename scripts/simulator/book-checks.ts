import type { RejectCode } from '#server/engine/index.ts';
import { BUY, FOK, POST_ONLY_REJECT, POST_ONLY_SLIDE, PRE_OPEN } from '#server/engine/index.ts';
import type { Exchange, Order } from './exchange-state.ts';
import { bestPrice, crosses, marketOf, oppositeOf, restOf } from './exchange-state.ts';
import { availableOf, lockedAsset } from './locked-balances.ts';
import { matchOrder } from './match-order.ts';

const MAX_WORD = 2_147_483_647;

type Problem = RejectCode | null;

/** Step 10. */
export function checkOpenOrders(
  exchange: Exchange,
  coming: { readonly account: number; readonly market: number; readonly orders: number },
): Problem {
  const market = marketOf(exchange, coming.market);
  const open = exchange.orders.filter(
    (other) => other.account === coming.account && other.market === coming.market,
  );
  return open.length + coming.orders > market.parameters.maxOpenOrders
    ? 'risk/too-many-orders'
    : null;
}

/** Step 11 of an order that is about to meet the book; a post-only order may slide. */
export function checkMatching(exchange: Exchange, order: Order): Problem {
  const market = marketOf(exchange, order.market);
  if (market.state === PRE_OPEN) return checkSelfCross(exchange, order);
  const best = bestPrice(exchange, { market: order.market, side: oppositeOf(order.side) });
  const wouldCross = best !== 0 && crosses(order.side, order.price, best);
  if (wouldCross && order.postOnly === POST_ONLY_REJECT) return 'matching/post-only-would-cross';
  if (wouldCross && order.postOnly === POST_ONLY_SLIDE) {
    const behind = order.side === BUY ? best - 1 : best + 1;
    if (behind < 1 || behind > MAX_WORD) return 'matching/post-only-would-cross';
    order.price = behind;
  }
  if (order.timeInForce === FOK && !fillsWhole(exchange, order)) return 'matching/fill-or-kill';
  return null;
}

function checkSelfCross(exchange: Exchange, order: Order): Problem {
  const meetsItself = exchange.orders.some(
    (other) =>
      other.stage === 'resting' &&
      other.market === order.market &&
      other.account === order.account &&
      other.side !== order.side &&
      crosses(order.side, order.price, other.price),
  );
  return meetsItself ? 'matching/self-cross' : null;
}

/** Tries it on a copy of the exchange. */
function fillsWhole(exchange: Exchange, order: Order): boolean {
  const accounts = exchange.accounts.map((account) => ({ ...account, doneClientIds: [] }));
  const trial = structuredClone({ ...exchange, accounts, events: [] });
  const taker = { ...order };
  const wanted = restOf(taker);
  const before = taker.filled;
  // Whether it can pay is the next check's question, and must not end the trial.
  for (const account of trial.accounts) account.balances.fill(2n ** 62n);
  trial.orders.push(taker);
  matchOrder(trial, taker);
  return taker.filled - before === wanted;
}

/** Whether a limit leg of a pair would take. */
export function checkPairWouldCross(exchange: Exchange, limitLeg: Order): Problem {
  const best = bestPrice(exchange, { market: limitLeg.market, side: oppositeOf(limitLeg.side) });
  const wouldCross = best !== 0 && crosses(limitLeg.side, limitLeg.price, best);
  return wouldCross ? 'matching/post-only-would-cross' : null;
}

/** Step 12; `released` is what the order being replaced has locked. */
export function checkFunds(
  exchange: Exchange,
  change: { readonly order: Order; readonly lock: bigint; readonly released: bigint },
): Problem {
  const { order, lock, released } = change;
  const { parameters } = marketOf(exchange, order.market);
  const available = availableOf(exchange, order.account, lockedAsset(parameters, order.side));
  return available + released < lock ? 'risk/insufficient-funds' : null;
}

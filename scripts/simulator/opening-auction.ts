import { BUY, SELL } from '#server/engine/index.ts';
import type { Exchange, Market, Order } from './exchange-state.ts';
import { bestOrder, bookSide, restOf } from './exchange-state.ts';
import { afterFill, fill } from './match-order.ts';
import { referenceOf } from './order-checks.ts';

type Candidate = {
  readonly price: number;
  readonly demand: number;
  readonly supply: number;
};

/** Uncrosses a crossed book at one price; an uncrossed one stays as it is. */
export function runAuction(exchange: Exchange, market: Market): void {
  const { market: id } = market.parameters;
  const bids = bookSide(exchange, { market: id, side: BUY });
  const asks = bookSide(exchange, { market: id, side: SELL });
  const [bestBid] = bids;
  const [bestAsk] = asks;
  if (bestBid === undefined || bestAsk === undefined || bestBid.price < bestAsk.price) return;
  const price = clearingPrice({ bids, asks, reference: referenceOf(market) });
  exchange.events.push({ kind: 'uncrossed', market: id, price });
  while (tradeHeads(exchange, market, price));
}

/** One trade of the best bid with the best ask; whether there was one. */
function tradeHeads(exchange: Exchange, market: Market, price: number): boolean {
  const { market: id, makerFeePpm } = market.parameters;
  const bid = bestOrder(exchange, { market: id, side: BUY });
  const ask = bestOrder(exchange, { market: id, side: SELL });
  if (bid === null || ask === null) return false;
  if (bid.price < price || ask.price > price) return false;
  const [maker, taker] = bid.orderId < ask.orderId ? [bid, ask] : [ask, bid];
  const lots = Math.min(bid.visible, ask.visible);
  fill(exchange, { maker, taker, price, lots, takerFeePpm: makerFeePpm });
  afterFill(exchange, maker);
  afterFill(exchange, taker);
  return true;
}

/** The price at which most trades, with the least left over. */
function clearingPrice(book: {
  readonly bids: readonly Order[];
  readonly asks: readonly Order[];
  readonly reference: number;
}): number {
  const { bids, asks, reference } = book;
  const prices = [...new Set([...bids, ...asks].map((order) => order.price))];
  const candidates = prices
    .sort((a, b) => a - b)
    .map((price) => ({
      price,
      demand: lotsOf(bids.filter((bid) => bid.price >= price)),
      supply: lotsOf(asks.filter((ask) => ask.price <= price)),
    }));
  const most = Math.max(...candidates.map(volumeOf));
  const voluminous = candidates.filter((candidate) => volumeOf(candidate) === most);
  const least = Math.min(...voluminous.map(imbalanceOf));
  const balanced = voluminous.filter((candidate) => imbalanceOf(candidate) === least);
  return chooseBalanced(balanced, reference).price;
}

function chooseBalanced(balanced: readonly Candidate[], reference: number): Candidate {
  const [lowest] = balanced;
  const highest = balanced.at(-1);
  if (lowest === undefined || highest === undefined) throw new Error('There is no candidate.');
  if (balanced.every(({ demand, supply }) => demand > supply)) return highest;
  if (balanced.every(({ demand, supply }) => supply > demand)) return lowest;
  if (reference === 0) return lowest;
  const distance = (candidate: Candidate) => Math.abs(candidate.price - reference);
  return balanced.reduce((best, other) => (distance(other) < distance(best) ? other : best));
}

function volumeOf({ demand, supply }: Candidate): number {
  return Math.min(demand, supply);
}

function imbalanceOf({ demand, supply }: Candidate): number {
  return Math.abs(demand - supply);
}

function lotsOf(orders: readonly Order[]): number {
  return orders.reduce((sum, order) => sum + restOf(order), 0);
}

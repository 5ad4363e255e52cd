import type {
  ListMarket,
  MarketParameters,
  RejectCode,
  SetMarketState,
  SetPrice,
} from '#server/engine/index.ts';
import { ASSETS, DELISTED, MARK_PRICE, OPEN, POST_ONLY, PRE_OPEN } from '#server/engine/index.ts';
import type { Exchange } from './exchange-state.ts';
import { marketOf } from './exchange-state.ts';
import { finishOrder } from './finish-order.ts';
import { runAuction } from './opening-auction.ts';

const MAX_WORD = 2_147_483_647;
const MAX_AMOUNT = Number.MAX_SAFE_INTEGER;
const MAX_MARKET = 63;
const MAX_FEE_PPM = 1_000_000;
const MAX_BAND_PPM = 1_000_000_000;

/** A new market starts in pre-open. */
export function listMarket(exchange: Exchange, command: ListMarket): RejectCode | null {
  const { kind: _kind, seq: _seq, time: _time, ...parameters } = command;
  if (isListed(exchange, command.market)) return 'market/exists';
  if (!isValid(parameters)) return 'market/invalid-parameters';
  exchange.markets.push({ parameters, state: PRE_OPEN, last: 0, mark: 0, index: 0 });
  exchange.markets.sort((a, b) => a.parameters.market - b.parameters.market);
  exchange.events.push({ kind: 'market-listed', market: command.market });
  return null;
}

function isListed(exchange: Exchange, market: number): boolean {
  return exchange.markets.some((listed) => listed.parameters.market === market);
}

function isValid(parameters: MarketParameters): boolean {
  const isIn = (value: number, least: number, most: number) =>
    Number.isSafeInteger(value) && value >= least && value <= most;
  return (
    isIn(parameters.market, 1, MAX_MARKET) &&
    isIn(parameters.baseAsset, 0, ASSETS - 1) &&
    isIn(parameters.quoteAsset, 0, ASSETS - 1) &&
    parameters.baseAsset !== parameters.quoteAsset &&
    isIn(parameters.unitsPerLot, 1, MAX_AMOUNT) &&
    isIn(parameters.k, 1, MAX_AMOUNT) &&
    isIn(parameters.makerFeePpm, 0, MAX_FEE_PPM) &&
    isIn(parameters.takerFeePpm, 0, MAX_FEE_PPM) &&
    isIn(parameters.bandPpm, 0, MAX_BAND_PPM) &&
    isIn(parameters.minNotional, 0, MAX_AMOUNT) &&
    isIn(parameters.maxQuantity, 1, MAX_WORD) &&
    isIn(parameters.maxOpenOrders, 1, MAX_WORD)
  );
}

/** Opening runs the auction, delisting ends all orders. */
export function setMarketState(exchange: Exchange, command: SetMarketState): RejectCode | null {
  const { market: id, state } = command;
  if (!isListed(exchange, id)) return 'market/unknown';
  const market = marketOf(exchange, id);
  if (market.state === state || market.state === DELISTED) return 'market/invalid-transition';
  market.state = state;
  exchange.events.push({ kind: 'market-state', market: id, state });
  if (state === OPEN || state === POST_ONLY) runAuction(exchange, market);
  if (state === DELISTED) delist(exchange, id);
  return null;
}

function delist(exchange: Exchange, market: number): void {
  const orders = exchange.orders.filter((order) => order.market === market);
  for (const order of orders.sort((a, b) => a.orderId - b.orderId)) {
    if (order.stage === 'gone') continue;
    finishOrder(exchange, { order, reason: 'delisted', activates: false });
  }
}

/** Mark or index as it comes from outside. */
export function setPrice(exchange: Exchange, command: SetPrice): RejectCode | null {
  const { market: id, source, price } = command;
  if (!isListed(exchange, id)) return 'market/unknown';
  if (price < 1 || price > MAX_WORD) return 'order/invalid-price';
  const market = marketOf(exchange, id);
  if (market.state === DELISTED) return 'market/delisted';
  if (source === MARK_PRICE) market.mark = price;
  else market.index = price;
  exchange.events.push({ kind: 'price', market: id, source, price });
  return null;
}

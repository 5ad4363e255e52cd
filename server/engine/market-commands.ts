import { MAX_LOTS, MAX_QUANTA, type Ticks } from '#lib/domain/quanta.ts';
import { runAuction } from './auction.ts';
import { cancelIds } from './cancel-orders.ts';
import { isCount } from './check-terms.ts';
import {
  DELISTED,
  INDEX_PRICE,
  type ListMarket,
  type MarketParameters,
  type SetMarketState,
  type SetPrice,
} from './command.ts';
import { MARKET_DELISTED } from './done-reason.ts';
import { type EngineState, MARKETS } from './engine-state.ts';
import { ListedMarket } from './listed-market.ts';
import type { RejectCode } from './reject-code.ts';
import { ASSETS } from './state-view.ts';

const PPM = 1_000_000;
const LARGEST_BAND = 1_000 * PPM;

/** Lists a market in state pre-open. */
export function listMarket(state: EngineState, command: ListMarket): void {
  const { market } = command;
  if (state.market(market) !== null) {
    state.events.rejected(0, 0, 'market/exists');
  } else if (!isValid(command)) {
    state.events.rejected(0, 0, 'market/invalid-parameters');
  } else {
    state.list(new ListedMarket(parametersOf(command), state.pool));
    state.events.marketListed(market);
  }
}

function isValid(p: MarketParameters): boolean {
  return (
    isWithin(p.market, 1, MARKETS - 1) &&
    isWithin(p.baseAsset, 0, ASSETS - 1) &&
    isWithin(p.quoteAsset, 0, ASSETS - 1) &&
    p.baseAsset !== p.quoteAsset &&
    isWithin(p.unitsPerLot, 1, MAX_QUANTA) &&
    isWithin(p.k, 1, MAX_QUANTA) &&
    isWithin(p.makerFeePpm, 0, PPM) &&
    isWithin(p.takerFeePpm, 0, PPM) &&
    isWithin(p.bandPpm, 0, LARGEST_BAND) &&
    isWithin(p.minNotional, 0, MAX_QUANTA) &&
    isWithin(p.maxQuantity, 1, MAX_LOTS) &&
    isWithin(p.maxOpenOrders, 1, MAX_LOTS)
  );
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}

/** The parameters by themselves: a command's object may be used again by its reader. */
function parametersOf(command: ListMarket): MarketParameters {
  const { kind: _kind, seq: _seq, time: _time, ...parameters } = command;
  return parameters;
}

/** Opens, halts, closes a market; runs the auction where a crossed book opens. */
export function setMarketState(state: EngineState, command: SetMarketState): ListedMarket | null {
  const market = state.market(command.market);
  if (market === null) {
    state.events.rejected(0, 0, 'market/unknown');
    return null;
  }
  if (market.state === command.state || market.state === DELISTED) {
    state.events.rejected(0, 0, 'market/invalid-transition');
    return null;
  }
  market.state = command.state;
  state.events.marketState(command.market, command.state);
  if (market.matches) runAuction(state, market);
  if (command.state === DELISTED) cancelMarket(state, market);
  return market;
}

function cancelMarket(state: EngineState, market: ListedMarket): void {
  const ids: number[] = [];
  market.visitSlots((slot) => ids.push(state.pool.id(slot)));
  cancelIds(state, { ids, reason: MARKET_DELISTED });
}

/** Takes a new mark or index price. */
export function setPrice(state: EngineState, command: SetPrice): ListedMarket | null {
  const market = state.market(command.market);
  const code = market === null ? 'market/unknown' : checkPrice(market, command.price);
  if (market === null || code !== null) {
    state.events.rejected(0, 0, code ?? 'market/unknown');
    return null;
  }
  if (command.source === INDEX_PRICE) market.index = command.price;
  else market.mark = command.price;
  state.events.priceChanged(command.market, command.source, command.price);
  return market;
}

function checkPrice(market: ListedMarket, price: Ticks): RejectCode | null {
  if (!isCount(price)) return 'order/invalid-price';
  return market.state === DELISTED ? 'market/delisted' : null;
}

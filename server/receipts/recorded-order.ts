import { findMarketById } from '#lib/domain/market.ts';
import { lowerPriceLimit, upperPriceLimit } from '#lib/domain/price-band.ts';
import type { Ticks } from '#lib/domain/quanta.ts';
import type { SignableTerms } from '#lib/domain/signable-order.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import {
  type Authority,
  BUY,
  type Command,
  FOK,
  GTC,
  GTD,
  IOC,
  type Leg,
  LIMIT,
  MARKET,
  type PlaceOrder,
  POST_ONLY_OFF,
} from '#server/engine/index.ts';

/** An order as a record of the journal holds it. */
export type RecordedOrder = {
  readonly account: number;
  /** Id of the market. */
  readonly market: number;
  /** As they were signed; a price of 0 is one that the record does not hold. */
  readonly terms: SignableTerms;
  /** `null` = unsigned. */
  readonly authority: Authority | null;
  readonly signature: Uint8Array | null;
};

const timesInForce = { [GTC]: 'GTC', [IOC]: 'IOC', [FOK]: 'FOK', [GTD]: 'GTD' } as const;

/** The order of this id in the command that placed it, or a leg of it; `null` = there is none. */
export function recordedOrder(command: Command, orderId: number): RecordedOrder | null {
  if (command.kind !== 'place') return null;
  const { account, market, authority, signature } = command;
  if (command.orderId === orderId) {
    return { account, market, terms: termsOf(command), authority, signature };
  }
  const leg = [command.takeProfit, command.stopLoss].find((each) => each?.orderId === orderId);
  if (leg === null || leg === undefined) return null;
  const terms = legTermsOf(leg, command);
  return { account, market, terms, authority: leg.authority, signature: leg.signature };
}

/**
 * The order as a later command signed it anew; `null` = the command does not change it, or changed it
 * without a signature.
 *
 * @throws ProtocolError `receipt/not-reproducible` for a record that does not hold all that was signed.
 */
export function recordedChange(
  command: Command,
  { orderId, placed }: { readonly orderId: number; readonly placed: RecordedOrder },
): RecordedOrder | null {
  if (command.kind !== 'modify' || command.orderId !== orderId) return null;
  const { account, price, quantity, triggerPrice, authority, signature } = command;
  if (account !== placed.account || authority === null) return null;
  if (price === 0 || quantity === 0) throw new ProtocolError('receipt/not-reproducible');
  const isMarket = placed.terms.type === 'market' || placed.terms.type === 'stop';
  const terms: SignableTerms = {
    ...placed.terms,
    type: typeOf(isMarket ? MARKET : LIMIT, triggerPrice),
    timeInForce: 'GTC',
    reduceOnly: false,
    priceTicks: price,
    quantityLots: quantity,
    triggerTicks: triggerPrice,
  };
  return { ...placed, terms, authority, signature };
}

function termsOf(place: PlaceOrder): SignableTerms {
  const { triggerPrice } = place;
  const side = place.side === BUY ? 'buy' : 'sell';
  const type = typeOf(place.type, triggerPrice);
  return {
    side,
    type,
    timeInForce: timesInForce[place.timeInForce],
    postOnly: place.postOnly !== POST_ONLY_OFF,
    reduceOnly: place.reduceOnly,
    priceTicks:
      place.price === 0 && type === 'stop'
        ? stopProtection({ side, market: place.market, triggerPrice })
        : place.price,
    quantityLots: place.quantity,
    triggerTicks: triggerPrice,
  };
}

/** The order of its own that a leg is signed as: the other side, the same quantity. */
function legTermsOf(leg: Leg, { side, quantity }: PlaceOrder): SignableTerms {
  return {
    side: side === BUY ? 'sell' : 'buy',
    type: typeOf(leg.type, leg.triggerPrice),
    timeInForce: 'GTC',
    postOnly: false,
    reduceOnly: false,
    priceTicks: leg.price,
    quantityLots: quantity,
    triggerTicks: leg.triggerPrice,
  };
}

function typeOf(type: PlaceOrder['type'], triggerPrice: Ticks): SignableTerms['type'] {
  if (triggerPrice === 0) return type === MARKET ? 'market' : 'limit';
  return type === MARKET ? 'stop' : 'stop_limit';
}

/** What a stop without a price of its own is signed with: the band's limit, seen from its trigger. */
function stopProtection({
  side,
  market,
  triggerPrice,
}: {
  readonly side: SignableTerms['side'];
  readonly market: number;
  readonly triggerPrice: Ticks;
}): Ticks {
  const bandPpm = findMarketById(market)?.bandPpm;
  if (bandPpm === undefined) return 0;
  const limitOf = side === 'buy' ? upperPriceLimit : lowerPriceLimit;
  return limitOf(triggerPrice, bandPpm);
}

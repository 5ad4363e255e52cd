import type {
  Leg,
  MarketParameters,
  OrderType,
  PlaceOco,
  PlaceOrder,
  PostOnly,
  PriceSource,
  SelfTradeMode,
  Side,
  TimeInForce,
  Trigger,
} from '#server/engine/index.ts';
import {
  ALLOW_SELF_TRADE,
  BUY,
  CANCEL_BOTH,
  CANCEL_NEWEST,
  CANCEL_OLDEST,
  DECREMENT,
  FALLING,
  FOK,
  GTC,
  GTD,
  INDEX_PRICE,
  IOC,
  LAST_PRICE,
  LIMIT,
  MARK_PRICE,
  MARKET,
  type MarketView,
  NO_TRIGGER,
  POST_ONLY,
  POST_ONLY_OFF,
  POST_ONLY_REJECT,
  POST_ONLY_SLIDE,
  PRE_OPEN,
  RISING,
  SELL,
} from '#server/engine/index.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { SimulationProfile } from './simulation-profile.ts';

type Unstamped<Command> = Omit<Command, 'seq' | 'time'>;

/** Where an order's market stands, and when. */
export type Surroundings = {
  readonly market: MarketView;
  readonly account: number;
  readonly time: number;
};

const START_PRICE = 100;
const LOWEST_CENTER = 20;
const HIGHEST_CENTER = 400;
const SMALL_IDS = 3_000;
const MAX_WORD = 2_147_483_647;
/** Prices around which a book that keeps a window of them may be wrong. */
const WINDOW_EDGES = [1, 32_768, 65_536, 131_072, 1_048_576, 16_777_216, MAX_WORD] as const;

/** Random orders that fit their market: near its prices, in its size, mostly without contradiction. */
export class OrderGenerator {
  readonly #random: SeededRandom;
  readonly #profile: SimulationProfile;
  readonly #usedClientIds: number[] = [];

  constructor(random: SeededRandom, profile: SimulationProfile) {
    this.#random = random;
    this.#profile = profile;
  }

  order(at: Surroundings): Unstamped<PlaceOrder> {
    const random = this.#random;
    const shape = this.#shape(at);
    const side: Side = random.pick([BUY, SELL]);
    const quantity = this.#quantity(shape.oneShot, at.market.parameters);
    const hasLegs = shape.legs && shape.trigger === NO_TRIGGER;
    return {
      kind: 'place',
      account: at.account,
      market: at.market.parameters.market,
      orderId: this.orderId(),
      clientOrderId: this.#clientOrderId(),
      side,
      type: shape.type,
      timeInForce: shape.timeInForce,
      price: this.#orderPrice(at, { ...shape, side }),
      quantity,
      displayQuantity: shape.iceberg ? this.#display(quantity) : 0,
      postOnly: shape.postOnly,
      reduceOnly: false,
      selfTrade: this.#selfTrade(at.market),
      trigger: shape.trigger,
      triggerBy: shape.triggerBy,
      triggerPrice: shape.triggerPrice,
      expiry: shape.timeInForce === GTD ? at.time + random.between(1, 40) : 0,
      ...(hasLegs ? this.#attachedLegs(at, side) : { takeProfit: null, stopLoss: null }),
      authority: null,
      signature: null,
    };
  }

  pair(at: Surroundings): Unstamped<PlaceOco> {
    const random = this.#random;
    const side: Side = random.pick([BUY, SELL]);
    const away = side === BUY ? -1 : 1;
    const center = this.#center(at.market);
    const limitPrice = this.#inRange(center + away * random.between(0, this.#profile.spread));
    return {
      kind: 'place-oco',
      account: at.account,
      market: at.market.parameters.market,
      side,
      quantity: this.#quantity(false, at.market.parameters),
      selfTrade: this.#selfTrade(at.market),
      expiry: random.chance(this.#profile.expiring) ? at.time + random.between(1, 40) : 0,
      limitLeg: this.#leg({ type: LIMIT, price: limitPrice, triggerPrice: 0 }),
      stopLeg: this.#stopLeg(center, side),
    };
  }

  /** Small ones are used again and again, others are any. */
  orderId(): number {
    return this.#random.chance(this.#profile.scrambledIds)
      ? this.#anyId()
      : this.#random.between(1, SMALL_IDS);
  }

  /** A price around which the market trades. */
  priceNear(market: MarketView): number {
    const { spread } = this.#profile;
    return this.#inRange(this.#center(market) + this.#random.between(-spread, spread));
  }

  /** The last price, kept within bounds so that a run does not drift away; or one of any size. */
  #center(market: MarketView): number {
    const random = this.#random;
    if (this.#profile.anywhere && random.chance(0.4)) {
      return random.chance(0.3) ? random.pick(WINDOW_EDGES) : random.logarithmic(MAX_WORD);
    }
    const price = market.last || market.index || START_PRICE;
    if (this.#profile.anywhere) return price;
    return Math.min(Math.max(price, LOWEST_CENTER), HIGHEST_CENTER);
  }

  #inRange(price: number): number {
    return Math.min(Math.max(1, price), MAX_WORD);
  }

  #anyId(): number {
    const high = this.#random.between(0, 2 ** 21 - 1);
    return Math.max(1, high * 2 ** 32 + this.#random.between(0, 2 ** 32 - 1));
  }

  #clientOrderId(): number {
    const random = this.#random;
    if (!random.chance(this.#profile.clientIds)) return 0;
    if (random.chance(0.03)) return random.pickAny(this.#usedClientIds) ?? 0;
    const fresh = random.chance(0.1) ? this.#anyId() : this.#usedClientIds.length + 1;
    this.#usedClientIds.push(fresh);
    return fresh;
  }

  #shape({ market }: Surroundings) {
    const random = this.#random;
    const profile = this.#profile;
    const plainOnly = market.state === PRE_OPEN && !random.chance(0.05);
    const postOnly = !plainOnly && random.chance(postOnlyShare(market, profile));
    const triggers = !plainOnly && !postOnly && random.chance(profile.triggers);
    const oneShot = !plainOnly && !postOnly && random.chance(profile.oneShot);
    const type: OrderType = oneShot && random.chance(0.4) ? MARKET : LIMIT;
    const postOnlyMode: PostOnly = postOnly
      ? random.pick<PostOnly>([POST_ONLY_REJECT, POST_ONLY_SLIDE])
      : POST_ONLY_OFF;
    return {
      type,
      oneShot,
      timeInForce: this.#timeInForce({ type, oneShot: oneShot && !(triggers && type === LIMIT) }),
      postOnly: postOnlyMode,
      iceberg: !plainOnly && !oneShot && !triggers && random.chance(profile.icebergs),
      legs: !plainOnly && random.chance(profile.attached),
      ...(triggers ? this.#trigger(market) : noTrigger()),
    };
  }

  #timeInForce(of: { readonly type: OrderType; readonly oneShot: boolean }): TimeInForce {
    if (of.oneShot) return this.#random.chance(0.4) ? FOK : IOC;
    return this.#random.chance(this.#profile.expiring) ? GTD : GTC;
  }

  #trigger(market: MarketView) {
    const random = this.#random;
    const trigger: Trigger = random.pick([RISING, FALLING]);
    const triggerBy: PriceSource = random.pick([LAST_PRICE, LAST_PRICE, MARK_PRICE, INDEX_PRICE]);
    const from = priceOf(market, triggerBy) || this.#center(market);
    const distance = random.between(1, this.#profile.spread);
    return {
      trigger,
      triggerBy,
      triggerPrice: this.#inRange(trigger === RISING ? from + distance : from - distance),
    };
  }

  /** Rather passive, so that books grow; one-shot orders rather cross. */
  #orderPrice(
    { market }: Surroundings,
    order: { readonly side: Side; readonly type: OrderType; readonly oneShot: boolean } & {
      readonly triggerPrice: number;
    },
  ): number {
    const random = this.#random;
    const { spread, eagerness } = this.#profile;
    if (order.type === MARKET && random.chance(0.7)) return 0;
    const towards = order.side === BUY ? 1 : -1;
    const from = order.triggerPrice === 0 ? this.#center(market) : order.triggerPrice;
    const eager = market.state === PRE_OPEN ? spread : eagerness;
    const better = order.oneShot ? random.between(-1, spread) : random.between(-spread, eager);
    return this.#inRange(from + towards * better);
  }

  #quantity(oneShot: boolean, parameters: MarketParameters): number {
    const { lots, sweepLots } = this.#profile;
    if (this.#profile.anywhere) return this.#random.logarithmic(parameters.maxQuantity);
    const most = oneShot && this.#random.chance(0.3) ? sweepLots : lots;
    return this.#random.between(1, Math.min(most, parameters.maxQuantity));
  }

  #display(quantity: number): number {
    return this.#profile.anywhere
      ? Math.ceil(quantity / this.#random.between(1, 100))
      : this.#random.between(1, Math.min(quantity, 5));
  }

  #selfTrade(market: MarketView): SelfTradeMode {
    const random = this.#random;
    if (!random.chance(this.#profile.selfTrade)) return CANCEL_NEWEST;
    const modes = [CANCEL_OLDEST, CANCEL_BOTH, DECREMENT] as const;
    return market.parameters.allowSelfTrade
      ? random.pick([...modes, ALLOW_SELF_TRADE])
      : random.pick(modes);
  }

  #attachedLegs({ market }: Surroundings, parentSide: Side) {
    const random = this.#random;
    const side = parentSide === BUY ? SELL : BUY;
    const away = side === BUY ? -1 : 1;
    const center = this.#center(market);
    const which = random.pick(['take-profit', 'stop-loss', 'both', 'both']);
    const price = this.#inRange(center + away * random.between(0, this.#profile.spread));
    return {
      takeProfit: which === 'stop-loss' ? null : this.#leg({ type: LIMIT, price, triggerPrice: 0 }),
      stopLoss: which === 'take-profit' ? null : this.#stopLeg(center, side),
    };
  }

  #stopLeg(center: number, side: Side): Leg {
    const random = this.#random;
    const towards = side === BUY ? 1 : -1;
    const triggerPrice = this.#inRange(center + towards * random.between(1, this.#profile.spread));
    const type: OrderType = random.pick([LIMIT, MARKET]);
    const priced = type === LIMIT || random.chance(0.3);
    const price = priced ? this.#inRange(triggerPrice + towards * random.between(-1, 4)) : 0;
    return this.#leg({ type, price, triggerPrice });
  }

  #leg(given: { readonly type: OrderType; readonly price: number; readonly triggerPrice: number }) {
    const triggerBy: PriceSource = this.#random.pick([
      LAST_PRICE,
      LAST_PRICE,
      MARK_PRICE,
      INDEX_PRICE,
    ]);
    return {
      ...given,
      orderId: this.orderId(),
      clientOrderId: this.#clientOrderId(),
      triggerBy,
      authority: null,
      signature: null,
    };
  }
}

function noTrigger() {
  return { trigger: NO_TRIGGER, triggerBy: LAST_PRICE, triggerPrice: 0 } as const;
}

/** A post-only market takes nothing else. */
function postOnlyShare(market: MarketView, profile: SimulationProfile): number {
  return market.state === POST_ONLY ? 0.85 : profile.postOnly;
}

function priceOf(market: MarketView, source: PriceSource): number {
  if (source === LAST_PRICE) return market.last;
  return source === MARK_PRICE ? market.mark : market.index;
}

import {
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
  type Leg,
  LIMIT,
  MARKET,
  NO_TRIGGER,
  OPEN,
  POST_ONLY_OFF,
  POST_ONLY_REJECT,
  POST_ONLY_SLIDE,
  PRE_OPEN,
  RISING,
  SELL,
  type Side,
} from '#server/engine/index.ts';
import type { CommandDraft, UnstampedCommand } from '#server/sequencer/index.ts';

type DraftOf<Kind extends CommandDraft['kind']> = Extract<CommandDraft, { kind: Kind }>;

export type SyntheticOptions = {
  readonly seed: number;
  /** Accounts that trade; they are numbered from 1. */
  readonly accounts: number;
  /** Open orders that an account may have. */
  readonly maxOpenOrders: number;
  /** Whether the market closes and opens by auction now and then, every few hundred commands. */
  readonly auctions?: boolean;
};

const SYNTHETIC_MARKET = 1;
const MID = 6_700_000;
const SPREAD = 400;
/** Ids of orders that cancels and modifications choose from. */
const RECENT = 1_024;
const SELF_TRADE_MODES = [CANCEL_NEWEST, CANCEL_OLDEST, CANCEL_BOTH, DECREMENT] as const;

/** What has to come before the stream: a market, accounts with money, a price, the opening. */
export function syntheticSetUp({ accounts, maxOpenOrders }: SyntheticOptions): UnstampedCommand[] {
  const numbers = Array.from({ length: accounts }, (_, index) => index + 1);
  return [
    {
      kind: 'list-market',
      market: SYNTHETIC_MARKET,
      baseAsset: 1,
      quoteAsset: 0,
      unitsPerLot: 10_000,
      k: 1,
      makerFeePpm: 200,
      takerFeePpm: 500,
      bandPpm: 100_000,
      minNotional: 1_000_000,
      maxQuantity: 1_000_000,
      maxOpenOrders,
      allowSelfTrade: false,
    },
    ...numbers.flatMap((account): UnstampedCommand[] => [
      { kind: 'open-account', account, address: `0x${account.toString(16).padStart(40, '0')}` },
      ...[0, 1].map(
        (asset) =>
          ({
            kind: 'deposit',
            account,
            asset,
            amount: 1_000_000_000_000_000 / 2 ** Math.ceil(Math.log2(accounts)),
            source: asset,
            sourceSeq: account,
          }) as const,
      ),
    ]),
    { kind: 'set-price', market: SYNTHETIC_MARKET, source: INDEX_PRICE, price: MID },
    { kind: 'set-market-state', market: SYNTHETIC_MARKET, state: OPEN },
  ];
}

/**
 * Commands as a busy market sends them, every kind and the rare ones too, from a seed. To warm the
 * engine up, and to load it where nobody trades: tests of crashes, benchmarks. The drafts are used
 * again.
 */
export class SyntheticCommands {
  readonly #options: SyntheticOptions;
  readonly #place = blankPlace();
  readonly #cancel = blankCancel();
  readonly #modify = blankModify();
  readonly #recent = new Float64Array(RECENT);
  readonly #owners = new Int32Array(RECENT);
  #state: number;
  #placed = 0;
  #mid = MID;
  #now = 0;

  constructor(options: SyntheticOptions) {
    this.#options = options;
    this.#state = (options.seed ^ 0x9e37_79b9) | 1;
  }

  /**
   * The next command.
   *
   * @param now - milliseconds since the epoch at which it is sent
   */
  next(now: number): CommandDraft {
    this.#now = now;
    this.#rememberPlaced();
    const choice = this.#below(1_000);
    if (choice < 700) return this.#placeOrder(choice);
    if (choice < 900) return this.#cancelOrder();
    if (choice < 950) return this.#modifyOrder();
    return this.#rare(choice);
  }

  /** The draft carries the id which the sequencer gave it. */
  #rememberPlaced(): void {
    if (this.#place.orderId === 0) return;
    const index = this.#placed % RECENT;
    this.#recent[index] = this.#place.orderId;
    this.#owners[index] = this.#place.account;
    this.#placed += 1;
    this.#place.orderId = 0;
  }

  #placeOrder(choice: number): CommandDraft {
    const place = this.#place;
    Object.assign(place, blankPlace());
    place.account = this.#account();
    place.side = this.#below(2) === 0 ? BUY : SELL;
    place.price = this.#price(place.side, 1);
    place.quantity = 1 + this.#below(100);
    place.selfTrade = SELF_TRADE_MODES[this.#below(4)] ?? CANCEL_NEWEST;
    if (choice < 420) return place;
    if (choice < 500) place.price = this.#price(place.side, -1);
    else if (choice < 560)
      Object.assign(place, { timeInForce: IOC, price: this.#price(place.side, -1) });
    else if (choice < 580)
      Object.assign(place, { timeInForce: FOK, price: this.#price(place.side, -1) });
    else if (choice < 610) Object.assign(place, { type: MARKET, timeInForce: IOC, price: 0 });
    else if (choice < 620) place.postOnly = POST_ONLY_REJECT;
    else if (choice < 630) place.postOnly = POST_ONLY_SLIDE;
    else if (choice < 650) place.displayQuantity = 1 + (place.quantity >> 2);
    else if (choice < 660) Object.assign(place, { timeInForce: GTD, expiry: this.#now + 50 });
    else if (choice < 690) this.#makeStop();
    else Object.assign(place, this.#legs(place.side));
    return place;
  }

  #makeStop(): void {
    const place = this.#place;
    const rising = place.side === BUY;
    place.trigger = rising ? RISING : FALLING;
    place.triggerBy = this.#below(2) === 0 ? LAST_PRICE : INDEX_PRICE;
    place.triggerPrice = this.#mid + (rising ? 1 : -1) * (1 + this.#below(SPREAD));
    place.price = place.triggerPrice;
    if (this.#below(2) === 0) Object.assign(place, { type: MARKET, timeInForce: IOC, price: 0 });
  }

  #legs(parentSide: Side): { takeProfit: Leg; stopLoss: Leg } {
    const up = parentSide === BUY ? 1 : -1;
    const far = 1 + this.#below(SPREAD);
    const stop = this.#mid - up * far;
    const takeProfit: Leg = {
      orderId: 0,
      clientOrderId: 0,
      type: LIMIT,
      price: this.#mid + up * far,
      triggerPrice: 0,
      triggerBy: LAST_PRICE,
      authority: null,
      signature: null,
    };
    return { takeProfit, stopLoss: { ...takeProfit, price: stop, triggerPrice: stop } };
  }

  #cancelOrder(): CommandDraft {
    this.#aim(this.#cancel);
    return this.#cancel;
  }

  #modifyOrder(): CommandDraft {
    this.#aim(this.#modify);
    this.#modify.quantity = 1 + this.#below(100);
    this.#modify.price = this.#below(2) === 0 ? 0 : this.#mid + this.#below(SPREAD) - SPREAD / 2;
    return this.#modify;
  }

  /** Names one of the orders placed last, open or not. */
  #aim(draft: { account: number; orderId: number }): void {
    const index = this.#below(Math.max(1, Math.min(this.#placed, RECENT)));
    draft.orderId = this.#recent[index] as number;
    draft.account = this.#owners[index] as number;
  }

  #rare(choice: number): CommandDraft {
    const stamp = { seq: 0, time: 0 };
    const account = this.#account();
    if (choice < 970) return { kind: 'tick', ...stamp };
    if (choice < 980) return this.#pair(account);
    if (choice < 990) {
      this.#mid += this.#below(41) - 20;
      const source = INDEX_PRICE;
      return { kind: 'set-price', ...stamp, market: SYNTHETIC_MARKET, source, price: this.#mid };
    }
    if (choice < 993) return { kind: 'cancel-all', ...stamp, account, market: 0 };
    if (choice < 995) {
      const deadline = this.#now + 100;
      return { kind: 'arm-dead-man', ...stamp, account, deadline };
    }
    if (choice < 997) {
      const numbered = { source: 1, sourceSeq: this.#now };
      return { kind: 'withdraw', ...stamp, account, asset: 0, amount: 1, ...numbered };
    }
    if (this.#options.auctions === false) return { kind: 'tick', ...stamp };
    // The book fills crossed, then opens.
    const state = choice < 998 ? PRE_OPEN : OPEN;
    return { kind: 'set-market-state', ...stamp, market: SYNTHETIC_MARKET, state };
  }

  #pair(account: number): DraftOf<'place-oco'> {
    const side = this.#below(2) === 0 ? BUY : SELL;
    const { takeProfit, stopLoss } = this.#legs(side === BUY ? SELL : BUY);
    return {
      kind: 'place-oco',
      seq: 0,
      time: 0,
      account,
      market: SYNTHETIC_MARKET,
      side,
      quantity: 1 + this.#below(20),
      selfTrade: CANCEL_NEWEST,
      expiry: 0,
      limitLeg: takeProfit,
      stopLeg: stopLoss,
    };
  }

  /** Some ticks away from the middle: `outward` 1 on the own side, −1 on the other one. */
  #price(side: Side, outward: 1 | -1): number {
    const away = (side === BUY ? -1 : 1) * outward;
    return this.#mid + away * (1 + this.#below(SPREAD));
  }

  #account(): number {
    return 1 + this.#below(this.#options.accounts);
  }

  /** A whole number from 0 to `end` − 1 (xorshift32). */
  #below(end: number): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state;
    return (state >>> 0) % end;
  }
}

function blankPlace(): DraftOf<'place'> {
  return {
    kind: 'place',
    seq: 0,
    time: 0,
    account: 1,
    market: SYNTHETIC_MARKET,
    orderId: 0,
    clientOrderId: 0,
    side: BUY,
    type: LIMIT,
    timeInForce: GTC,
    price: 0,
    quantity: 0,
    displayQuantity: 0,
    postOnly: POST_ONLY_OFF,
    reduceOnly: false,
    selfTrade: CANCEL_NEWEST,
    trigger: NO_TRIGGER,
    triggerBy: LAST_PRICE,
    triggerPrice: 0,
    expiry: 0,
    takeProfit: null,
    stopLoss: null,
    authority: null,
    signature: null,
  };
}

function blankCancel(): DraftOf<'cancel'> {
  return { kind: 'cancel', seq: 0, time: 0, account: 1, orderId: 0, clientOrderId: 0 };
}

function blankModify(): DraftOf<'modify'> {
  return {
    kind: 'modify',
    seq: 0,
    time: 0,
    account: 1,
    orderId: 0,
    clientOrderId: 0,
    price: 0,
    quantity: 0,
    triggerPrice: 0,
    authority: null,
    signature: null,
  };
}

import type {
  AnnulledTrade,
  AnnulTrades,
  ApproveAgent,
  ArmDeadMan,
  Authority,
  BumpEpoch,
  CancelAll,
  CancelOrder,
  Command,
  ConfirmApproval,
  Deposit,
  FinishWithdrawal,
  FreezeAccount,
  Leg,
  ListMarket,
  ModifyOrder,
  NoteApproval,
  NoteCancel,
  NoteEpoch,
  NoteRevocation,
  OpenAccount,
  PlaceOco,
  PlaceOrder,
  QuarantineTrade,
  ReassignTrade,
  RequestWithdrawal,
  ReserveNonces,
  RevokeAgent,
  SetMarketState,
  SetPrice,
  SettleBatch,
  Stamp,
  SubmitBatch,
  Tick,
  Withdraw,
} from '#server/engine/index.ts';
import {
  BUY,
  CANCEL_NEWEST,
  FALLING,
  GTC,
  GTD,
  INDEX_PRICE,
  IOC,
  LAST_PRICE,
  LIMIT,
  MARKET,
  NO_TRIGGER,
  OPEN,
  POST_ONLY_OFF,
  RISING,
} from '#server/engine/index.ts';

/** What a test says of a command; the rest gets a plain default. */
type Given<Command> = Partial<Omit<Command, 'kind' | 'seq'>>;

type WithoutStamp<Any> = Any extends Command ? Omit<Any, 'seq' | 'time'> : never;
type Told = WithoutStamp<NoteCancel | NoteApproval | NoteRevocation | NoteEpoch | ConfirmApproval>;

type GivenLeg = Partial<Leg>;

type GivenPlace = Omit<Given<PlaceOrder>, 'takeProfit' | 'stopLoss'> & {
  readonly takeProfit?: GivenLeg | null;
  readonly stopLoss?: GivenLeg | null;
};

type GivenOco = Omit<Given<PlaceOco>, 'limitLeg' | 'stopLeg'> & {
  readonly limitLeg?: GivenLeg;
  readonly stopLeg?: GivenLeg;
};

/** Assets of the market which `listMarket` lists by default. */
export const BASE = 0;
export const QUOTE = 1;

/** Time of the first command unless it says otherwise. */
export const START_TIME = 1_000;

/** The largest time of a signature, seconds since the epoch. */
const LAST_SECOND = 0xffff_ffff;

const ADDRESS_DIGITS = 40;

/** For a batch, or a transaction. */
export const SOME_HASH = `0x${'ab'.repeat(32)}`;

/** The address of an account in tests: its number in hexadecimal. */
export function addressOf(account: number): string {
  return `0x${account.toString(16).padStart(ADDRESS_DIGITS, '0')}`;
}

/** The owner's, under nonce 64 of epoch 0, for the longest time and the highest fee. */
export function authorityOf(given: Partial<Authority> = {}): Authority {
  return { agent: 0, nonce: 64, epoch: 0, expiry: LAST_SECOND, maxFeePpm: 1_000_000, ...given };
}

/**
 * Writes commands for tests in few words: what is not said gets a plain default, numbers and order
 * ids are counted up, and the time stays where it was until a command names a later one.
 *
 * Orders default to a limit GTC buy of 1 lot at 100 by account 1 in market 1. The default market has
 * one quantum a lot and `k` = 1, no fees, a band so wide that it never matters, and no minimum.
 */
export class CommandBuilder {
  #seq = 0;
  #time = START_TIME;
  #orderId = 0;
  #account = 0;
  #sourceSeq = -1;
  #exitSeq = -1;
  #withdrawalNonce = 0;
  #approval = 0;

  /** An order; a trigger price implies a stop's direction, an expiry GTD, a market order IOC. */
  place(given: GivenPlace = {}): PlaceOrder {
    const { takeProfit, stopLoss, ...rest } = given;
    const type = given.type ?? LIMIT;
    const side = given.side ?? BUY;
    const orderId = this.#nextOrderId(given.orderId);
    return {
      ...this.#stamp(given.time),
      kind: 'place',
      account: 1,
      market: 1,
      clientOrderId: 0,
      side,
      type,
      timeInForce: defaultTimeInForce(type, given.expiry ?? 0),
      price: type === MARKET ? 0 : 100,
      quantity: 1,
      displayQuantity: 0,
      postOnly: POST_ONLY_OFF,
      reduceOnly: false,
      selfTrade: CANCEL_NEWEST,
      trigger: defaultTrigger(side, given.triggerPrice ?? 0),
      triggerBy: LAST_PRICE,
      triggerPrice: 0,
      expiry: 0,
      authority: null,
      signature: null,
      ...withoutTime(rest),
      orderId,
      takeProfit: takeProfit ? this.limitLeg(takeProfit) : null,
      stopLoss: stopLoss ? this.stopLeg(stopLoss) : null,
    };
  }

  /** A pair; by default a sell of 1 lot at 110, or at market once the last price falls to 90. */
  placeOco(given: GivenOco = {}): PlaceOco {
    const { limitLeg, stopLeg, ...rest } = given;
    const side = given.side ?? 1;
    return {
      ...this.#stamp(given.time),
      kind: 'place-oco',
      account: 1,
      market: 1,
      quantity: 1,
      selfTrade: CANCEL_NEWEST,
      expiry: 0,
      ...withoutTime(rest),
      side,
      limitLeg: this.limitLeg({ price: side === BUY ? 90 : 110, ...limitLeg }),
      stopLeg: this.stopLeg({ triggerPrice: side === BUY ? 110 : 90, ...stopLeg }),
    };
  }

  /** A take-profit or the limit leg of a pair, at 110. */
  limitLeg(given: GivenLeg = {}): Leg {
    return { ...this.#leg(given), type: LIMIT, price: 110, ...withoutId(given) };
  }

  /** A stop leg, at market once the last price reaches 90. */
  stopLeg(given: GivenLeg = {}): Leg {
    return { ...this.#leg(given), type: MARKET, triggerPrice: 90, ...withoutId(given) };
  }

  /** Cancels by order id, or by client order id when that is given. */
  cancel(given: Given<CancelOrder> = {}): CancelOrder {
    return {
      ...this.#stamp(given.time),
      kind: 'cancel',
      account: 1,
      orderId: 0,
      clientOrderId: 0,
      ...withoutTime(given),
    };
  }

  /** Cancels what the account has open, in every market unless one is given. */
  cancelAll(given: Given<CancelAll> = {}): CancelAll {
    return {
      ...this.#stamp(given.time),
      kind: 'cancel-all',
      account: 1,
      market: 0,
      ...withoutTime(given),
    };
  }

  /** Changes what is given of an order, nothing by default. */
  modify(given: Given<ModifyOrder> = {}): ModifyOrder {
    return {
      ...this.#stamp(given.time),
      kind: 'modify',
      account: 1,
      orderId: 0,
      clientOrderId: 0,
      price: 0,
      quantity: 0,
      triggerPrice: 0,
      authority: null,
      signature: null,
      ...withoutTime(given),
    };
  }

  /** Sets the index to 100 by default. */
  setPrice(given: Given<SetPrice> = {}): SetPrice {
    return {
      ...this.#stamp(given.time),
      kind: 'set-price',
      market: 1,
      source: INDEX_PRICE,
      price: 100,
      ...withoutTime(given),
    };
  }

  /** The clock moves by one millisecond, or to the time given. */
  tick(given: Given<Tick> = {}): Tick {
    return { ...this.#stamp(given.time ?? this.#time + 1), kind: 'tick' };
  }

  /** Arms the dead-man switch for 1,000 ms from now. */
  armDeadMan(given: Given<ArmDeadMan> = {}): ArmDeadMan {
    const stamp = this.#stamp(given.time);
    return {
      ...stamp,
      kind: 'arm-dead-man',
      account: 1,
      deadline: stamp.time + 1_000,
      ...withoutTime(given),
    };
  }

  /** 1,000,000 quanta of the base asset by default, from source 0 with its next number. */
  deposit(given: Given<Deposit> = {}): Deposit {
    const sourceSeq = given.sourceSeq ?? this.#sourceSeq + 1;
    this.#sourceSeq = Math.max(this.#sourceSeq, sourceSeq);
    return {
      ...this.#stamp(given.time),
      kind: 'deposit',
      account: 1,
      asset: BASE,
      amount: 1_000_000,
      source: 0,
      ...withoutTime(given),
      sourceSeq,
    };
  }

  /** One quantum of the base asset by default, from source 1 with its next number. */
  withdraw(given: Given<Withdraw> = {}): Withdraw {
    const sourceSeq = given.sourceSeq ?? this.#exitSeq + 1;
    this.#exitSeq = Math.max(this.#exitSeq, sourceSeq);
    return {
      ...this.#stamp(given.time),
      kind: 'withdraw',
      account: 1,
      asset: BASE,
      amount: 1,
      source: 1,
      ...withoutTime(given),
      sourceSeq,
    };
  }

  /** One quantum of the base asset by default, to the account's own address, with the next nonce. */
  requestWithdrawal(given: Given<RequestWithdrawal> = {}): RequestWithdrawal {
    const nonce = given.nonce ?? this.#withdrawalNonce + 1;
    this.#withdrawalNonce = Math.max(this.#withdrawalNonce, nonce);
    const account = given.account ?? 1;
    return {
      ...this.#stamp(given.time),
      kind: 'request-withdrawal',
      account,
      asset: BASE,
      amount: 1,
      native: false,
      to: addressOf(account),
      epoch: 0,
      expiry: LAST_SECOND,
      signature: null,
      ...withoutTime(given),
      nonce,
    };
  }

  /** Paid by default. */
  finishWithdrawal(given: Given<FinishWithdrawal> = {}): FinishWithdrawal {
    const stamp = this.#stamp(given.time);
    const fields = { account: 1, nonce: 1, paid: true, ...withoutTime(given) };
    return { ...stamp, kind: 'finish-withdrawal', ...fields };
  }

  freezeAccount(given: Given<FreezeAccount> = {}): FreezeAccount {
    const stamp = this.#stamp(given.time);
    const fields = { account: 1, reason: 'unsettleable', frozen: true } as const;
    return { ...stamp, kind: 'freeze-account', ...fields, ...withoutTime(given) };
  }

  submitBatch(given: Given<SubmitBatch> = {}): SubmitBatch {
    const stamp = this.#stamp(given.time);
    const fields = { batch: 1, through: 0, digest: SOME_HASH, ...withoutTime(given) };
    return { ...stamp, kind: 'submit-batch', ...fields };
  }

  settleBatch(given: Given<SettleBatch> = {}): SettleBatch {
    const stamp = this.#stamp(given.time);
    const fields = { batch: 1, through: 0, block: 1, takenOver: [], ...withoutTime(given) };
    return { ...stamp, kind: 'settle-batch', transaction: SOME_HASH, ...fields };
  }

  quarantineTrade(given: Given<QuarantineTrade> = {}): QuarantineTrade {
    const stamp = this.#stamp(given.time);
    return { ...stamp, kind: 'quarantine-trade', tradeId: 1, ...withoutTime(given) };
  }

  /** Trade 1 from account 1 to 2: a quantum of the base asset for one of the quote asset. */
  reassignTrade(given: Given<ReassignTrade> = {}): ReassignTrade {
    const stamp = this.#stamp(given.time);
    const amounts = { paidAsset: BASE, paid: 1, receivedAsset: QUOTE, received: 1 };
    const fields = { tradeId: 1, from: 1, to: 2, ...amounts, ...withoutTime(given) };
    return { ...stamp, kind: 'reassign-trade', ...fields };
  }

  /** What account 1 bought and 2 sold in trade 1: a quantum of each asset, without fees. */
  annulTrades(...trades: readonly Partial<AnnulledTrade>[]): AnnulTrades {
    const sides = { tradeId: 1, buyer: 1, seller: 2, baseAsset: BASE, quoteAsset: QUOTE };
    const amounts = { base: 1, quote: 1, buyerFee: 0, sellerFee: 0 };
    const annulled = trades.map((given) => ({ ...sides, ...amounts, ...given }));
    return { ...this.#stamp(undefined), kind: 'annul-trades', trades: annulled };
  }

  /** The next account. */
  openAccount(given: Given<OpenAccount> = {}): OpenAccount {
    const account = given.account ?? this.#account + 1;
    this.#account = Math.max(this.#account, account);
    return {
      ...this.#stamp(given.time),
      kind: 'open-account',
      address: addressOf(account),
      ...withoutTime(given),
      account,
    };
  }

  /** Agent 101 of account 1 by default, for every market, size and the longest time. */
  approveAgent(given: Given<ApproveAgent> = {}): ApproveAgent {
    const nonce = given.nonce ?? this.#approval + 1;
    this.#approval = Math.max(this.#approval, nonce);
    return {
      ...this.#stamp(given.time),
      kind: 'approve-agent',
      account: 1,
      address: addressOf(101),
      expiry: LAST_SECOND,
      marketsLow: 0xffff_ffff,
      marketsHigh: 0xffff_ffff,
      maxNotional: Number.MAX_SAFE_INTEGER,
      signature: null,
      ...withoutTime(given),
      nonce,
    };
  }

  /** Agent 101 of account 1 by default. */
  revokeAgent(given: Given<RevokeAgent> = {}): RevokeAgent {
    return {
      ...this.#stamp(given.time),
      kind: 'revoke-agent',
      account: 1,
      address: addressOf(101),
      ...withoutTime(given),
    };
  }

  /** To epoch 1 by default. */
  bumpEpoch(given: Given<BumpEpoch> = {}): BumpEpoch {
    return {
      ...this.#stamp(given.time),
      kind: 'bump-epoch',
      account: 1,
      epoch: 1,
      signature: null,
      ...withoutTime(given),
    };
  }

  /** What an owner did on chain, as it is given. */
  told<Given extends Told>(given: Given): Given & Stamp {
    return { ...this.#stamp(undefined), ...given };
  }

  /** For the owner of account 1 by default. */
  reserveNonces(given: Given<ReserveNonces> = {}): ReserveNonces {
    return {
      ...this.#stamp(given.time),
      kind: 'reserve-nonces',
      account: 1,
      agent: 0,
      ...withoutTime(given),
    };
  }

  /** Market 1 of `BASE` against `QUOTE`. */
  listMarket(given: Given<ListMarket> = {}): ListMarket {
    return {
      ...this.#stamp(given.time),
      kind: 'list-market',
      market: 1,
      baseAsset: BASE,
      quoteAsset: QUOTE,
      unitsPerLot: 1,
      k: 1,
      makerFeePpm: 0,
      takerFeePpm: 0,
      bandPpm: 1_000_000_000,
      minNotional: 0,
      maxQuantity: 1_000_000,
      maxOpenOrders: 1_000,
      allowSelfTrade: false,
      ...withoutTime(given),
    };
  }

  /** Opens market 1 by default. */
  setMarketState(given: Given<SetMarketState> = {}): SetMarketState {
    return {
      ...this.#stamp(given.time),
      kind: 'set-market-state',
      market: 1,
      state: OPEN,
      ...withoutTime(given),
    };
  }

  #leg(given: GivenLeg): Leg {
    return {
      orderId: this.#nextOrderId(given.orderId),
      clientOrderId: 0,
      type: LIMIT,
      price: 0,
      triggerPrice: 0,
      triggerBy: LAST_PRICE,
      authority: null,
      signature: null,
    };
  }

  #stamp(time: number | undefined): Stamp {
    this.#seq += 1;
    this.#time = time ?? this.#time;
    return { seq: this.#seq, time: this.#time };
  }

  #nextOrderId(given: number | undefined): number {
    const orderId = given ?? this.#orderId + 1;
    this.#orderId = Math.max(this.#orderId, orderId);
    return orderId;
  }
}

function defaultTimeInForce(type: number, expiry: number): typeof IOC | typeof GTC | typeof GTD {
  if (type === MARKET) return IOC;
  return expiry === 0 ? GTC : GTD;
}

function defaultTrigger(side: number, triggerPrice: number) {
  if (triggerPrice === 0) return NO_TRIGGER;
  return side === BUY ? RISING : FALLING;
}

/** The stamp's time is set by the builder. */
function withoutTime<Fields extends { readonly time?: number }>(given: Fields) {
  const { time: _time, ...rest } = given;
  return rest;
}

function withoutId(given: GivenLeg): Omit<GivenLeg, 'orderId'> {
  const { orderId: _orderId, ...rest } = given;
  return rest;
}

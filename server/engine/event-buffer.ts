import type { Lots, Quanta, Ticks } from '#lib/domain/quanta.ts';
import type { Agent } from './agents.ts';
import type { MarketState, PriceSource } from './command.ts';
import type { EngineState } from './engine-state.ts';
import type { NoncesReserved, TradeAnnulled, TradeReassigned } from './event.ts';
import { type EventKind, eventKinds } from './event-kinds.ts';
import { type FreezeReason, freezeReasons } from './freeze-reason.ts';
import type { OrderPool } from './order-pool.ts';
import * as orderPool from './order-pool.ts';
import { type RejectCode, rejectCodes } from './reject-code.ts';

// Copies, which the compiler folds; an imported constant is read from memory at each use.
const { NONE } = orderPool;

/** Words that the largest event takes. */
const LARGEST = 16;
const TWO_32 = 4_294_967_296;
/** An address: words of eight hexadecimal digits. */
export const ADDRESS_WORDS = 5;
const WORD_DIGITS = 8;

const KIND = Object.fromEntries(eventKinds.map((kind, number) => [kind, number])) as Readonly<
  Record<EventKind, number>
>;
const REJECT_CODE = new Map(rejectCodes.map((code, number) => [code, number]));

// Plain constants: looking a name up in an object would be a load for each event.
const ACCEPTED = KIND.accepted;
const TRADE = KIND.trade;
const DONE = KIND.done;

/**
 * What commands did, as words of 32 bits, one event after another: the first word holds kind
 * (8 bits), length in words (8 bits) and a small number of its own. `decodeEvents` reads it. It
 * grows with its largest batch, and is emptied by its reader.
 */
export class EventBuffer {
  #words: Int32Array;
  #length = 0;

  constructor(words = 4_096) {
    this.#words = new Int32Array(words);
  }

  /** Words written; where the next event will begin. */
  get length(): number {
    return this.#length;
  }

  /** What is written, until the next event; not a copy. */
  get words(): Int32Array {
    return this.#words;
  }

  clear(): void {
    this.#length = 0;
  }

  accepted(
    state: EngineState,
    slot: number,
    terms: AcceptedTerms & { readonly displayQuantity: Lots },
  ): void {
    const { displayQuantity } = terms;
    // One word more where something is hidden.
    const at = this.#begin(ACCEPTED, displayQuantity === 0 ? 12 : 13, 0);
    this.#order(at, state, slot, terms);
    if (displayQuantity !== 0) this.#words[at + 12] = displayQuantity;
  }

  activated(
    state: EngineState,
    slot: number,
    terms: AcceptedTerms & { readonly parentId: number },
  ): void {
    const at = this.#begin(KIND.activated, 14, 0);
    this.#order(at, state, slot, terms);
    this.#long(at + 12, terms.parentId);
  }

  rejected(account: number, orderId: number, code: RejectCode): void {
    const at = this.#begin(KIND.rejected, 4, REJECT_CODE.get(code) ?? 0);
    this.#words[at + 1] = account;
    this.#long(at + 2, orderId);
  }

  duplicate(account: number, orderId: number): void {
    const at = this.#begin(KIND.duplicate, 4, 0);
    this.#words[at + 1] = account;
    this.#long(at + 2, orderId);
  }

  trade(
    pool: OrderPool,
    maker: number,
    taker: number,
    price: Ticks,
    lots: Lots,
    makerFee: Quanta,
    takerFee: Quanta,
    tradeId: number,
  ): void {
    const at = this.#begin(TRADE, 16, 0);
    const words = this.#words;
    words[at + 1] = pool.flags(taker);
    this.#long(at + 2, tradeId);
    this.#id(at + 4, pool, maker);
    this.#id(at + 6, pool, taker);
    words[at + 8] = pool.account(maker);
    words[at + 9] = pool.account(taker);
    words[at + 10] = price;
    words[at + 11] = lots;
    this.#long(at + 12, makerFee);
    this.#long(at + 14, takerFee);
  }

  done(pool: OrderPool, slot: number, remaining: Lots, reason: number): void {
    const at = this.#begin(DONE, 6, reason);
    const words = this.#words;
    words[at + 1] = pool.account(slot);
    words[at + 2] = pool.flags(slot);
    this.#id(at + 3, pool, slot);
    words[at + 5] = remaining;
  }

  /** A leg that never became an order is done. */
  legDone(leg: { account: number; market: number; orderId: number }, reason: number): void {
    const at = this.#begin(DONE, 6, reason);
    this.#words[at + 1] = leg.account;
    this.#words[at + 2] = leg.market << 1;
    this.#long(at + 3, leg.orderId);
    this.#words[at + 5] = 0;
  }

  triggered(pool: OrderPool, slot: number): void {
    this.#orderEvent(KIND.triggered, pool, slot, 5);
  }

  modified(state: EngineState, slot: number, terms: ModifiedTerms): void {
    const at = this.#orderEvent(KIND.modified, state.pool, slot, 11);
    this.#words[at + 5] = terms.price;
    this.#words[at + 6] = terms.quantity;
    this.#words[at + 7] = terms.triggerPrice;
    this.#words[at + 8] = terms.keptPriority ? 1 : 0;
    this.#long(at + 9, expiryOf(state, slot));
  }

  /** A leg that waits for its parent, and has no place to keep. */
  legModified(
    leg: { account: number; market: number; orderId: number },
    terms: Omit<ModifiedTerms, 'keptPriority'> & { readonly expiry: number },
  ): void {
    const at = this.#begin(KIND.modified, 11, 0);
    const words = this.#words;
    words[at + 1] = leg.account;
    words[at + 2] = leg.market << 1;
    this.#long(at + 3, leg.orderId);
    words[at + 5] = terms.price;
    words[at + 6] = terms.quantity;
    words[at + 7] = terms.triggerPrice;
    words[at + 8] = 0;
    this.#long(at + 9, terms.expiry);
  }

  refreshed(pool: OrderPool, slot: number, visible: Lots): void {
    const at = this.#orderEvent(KIND.refreshed, pool, slot, 6);
    this.#words[at + 5] = visible;
  }

  decremented(pool: OrderPool, slot: number, by: Lots): void {
    const at = this.#orderEvent(KIND.decremented, pool, slot, 6);
    this.#words[at + 5] = by;
  }

  accountOpened(account: number): void {
    const at = this.#begin(KIND['account-opened'], 2, 0);
    this.#words[at + 1] = account;
  }

  moved(
    kind: 'deposited' | 'withdrawn',
    to: { account: number; asset: number; amount: Quanta },
  ): void {
    const at = this.#begin(KIND[kind], 5, 0);
    this.#words[at + 1] = to.account;
    this.#words[at + 2] = to.asset;
    this.#long(at + 3, to.amount);
  }

  marketListed(market: number): void {
    this.#words[this.#begin(KIND['market-listed'], 2, 0) + 1] = market;
  }

  marketState(market: number, state: MarketState): void {
    this.#words[this.#begin(KIND['market-state'], 2, state) + 1] = market;
  }

  priceChanged(market: number, source: PriceSource, price: Ticks): void {
    const at = this.#begin(KIND.price, 3, source);
    this.#words[at + 1] = market;
    this.#words[at + 2] = price;
  }

  uncrossed(market: number, price: Ticks): void {
    const at = this.#begin(KIND.uncrossed, 3, 0);
    this.#words[at + 1] = market;
    this.#words[at + 2] = price;
  }

  deadManArmed(account: number, deadline: number): void {
    const at = this.#begin(KIND['dead-man-armed'], 4, 0);
    this.#words[at + 1] = account;
    this.#long(at + 2, deadline);
  }

  deadManFired(account: number): void {
    this.#words[this.#begin(KIND['dead-man-fired'], 2, 0) + 1] = account;
  }

  agentApproved(account: number, agent: Agent): void {
    const at = this.#begin(KIND['agent-approved'], 13, 0);
    const words = this.#words;
    words[at + 1] = account;
    words[at + 2] = agent.number;
    words[at + 3] = agent.expiry;
    words[at + 4] = agent.marketsLow;
    words[at + 5] = agent.marketsHigh;
    this.#long(at + 6, agent.maxNotional);
    for (let word = 0; word < ADDRESS_WORDS; word += 1) {
      const digits = 2 + word * WORD_DIGITS;
      words[at + 8 + word] = Number.parseInt(agent.address.slice(digits, digits + WORD_DIGITS), 16);
    }
  }

  agentRevoked(account: number, agent: number): void {
    const at = this.#begin(KIND['agent-revoked'], 3, 0);
    this.#words[at + 1] = account;
    this.#words[at + 2] = agent;
  }

  epochBumped(account: number, epoch: number): void {
    const at = this.#begin(KIND['epoch-bumped'], 3, 0);
    this.#words[at + 1] = account;
    this.#words[at + 2] = epoch;
  }

  noncesReserved(to: Omit<NoncesReserved, 'kind'>): void {
    const at = this.#begin(KIND['nonces-reserved'], 6, 0);
    this.#words[at + 1] = to.account;
    this.#words[at + 2] = to.agent;
    this.#long(at + 3, to.first);
    this.#words[at + 5] = to.count;
  }

  withdrawal(
    kind: 'withdrawal-requested' | 'withdrawal-paid' | 'withdrawal-returned',
    of: { account: number; asset: number; amount: Quanta; nonce: number },
  ): void {
    const at = this.#begin(KIND[kind], 7, 0);
    this.#words[at + 1] = of.account;
    this.#words[at + 2] = of.asset;
    this.#long(at + 3, of.amount);
    this.#long(at + 5, of.nonce);
  }

  freezeChanged(of: {
    readonly account: number;
    readonly reason: FreezeReason;
    /** Whether the reason came or was lifted, … */
    readonly frozen: boolean;
    /** … and whether the account is frozen now. */
    readonly isFrozen: boolean;
  }): void {
    const kind = of.frozen ? KIND['account-frozen'] : KIND['account-thawed'];
    const at = this.#begin(kind, 3, freezeReasons.indexOf(of.reason));
    this.#words[at + 1] = of.account;
    this.#words[at + 2] = of.isFrozen ? 1 : 0;
  }

  batch(
    kind: 'batch-submitted' | 'batch-settled',
    { batch, through }: { batch: number; through: number },
  ): void {
    const at = this.#begin(KIND[kind], 5, 0);
    this.#long(at + 1, batch);
    this.#long(at + 3, through);
  }

  tradeQuarantined(tradeId: number): void {
    this.#long(this.#begin(KIND['trade-quarantined'], 3, 0) + 1, tradeId);
  }

  tradeReassigned(of: Omit<TradeReassigned, 'kind'>): void {
    const at = this.#begin(KIND['trade-reassigned'], 5, 0);
    this.#words[at + 1] = of.from;
    this.#words[at + 2] = of.to;
    this.#long(at + 3, of.tradeId);
  }

  tradeAnnulled(of: Omit<TradeAnnulled, 'kind'>): void {
    const at = this.#begin(KIND['trade-annulled'], 5, 0);
    this.#words[at + 1] = of.buyer;
    this.#words[at + 2] = of.seller;
    this.#long(at + 3, of.tradeId);
  }

  noted(account: number): void {
    this.#words[this.#begin(KIND.noted, 2, 0) + 1] = account;
  }

  /** Writes the first word, and says where it is. */
  #begin(kind: number, words: number, small: number): number {
    const at = this.#length;
    if (at + LARGEST > this.#words.length) this.#grow();
    this.#length = at + words;
    this.#words[at] = kind | (words << 8) | (small << 16);
    return at;
  }

  #orderEvent(kind: number, pool: OrderPool, slot: number, words: number): number {
    const at = this.#begin(kind, words, 0);
    this.#words[at + 1] = pool.account(slot);
    this.#words[at + 2] = pool.flags(slot);
    this.#id(at + 3, pool, slot);
    return at;
  }

  #order(at: number, state: EngineState, slot: number, terms: AcceptedTerms): void {
    const { pool } = state;
    const words = this.#words;
    words[at + 1] = pool.account(slot);
    words[at + 2] = pool.flags(slot);
    this.#id(at + 3, pool, slot);
    this.#long(at + 5, terms.clientOrderId);
    words[at + 7] = pool.price(slot);
    words[at + 8] = terms.quantity;
    words[at + 9] = terms.triggerPrice;
    const entry = pool.details(slot);
    // Most orders have no details, and no end; a division is not needed to say so.
    words[at + 10] = 0;
    words[at + 11] = 0;
    if (entry !== NONE) this.#long(at + 10, state.details.expiry(entry));
  }

  /** An order's id, word by word: putting it together and taking it apart again would cost time. */
  #id(at: number, pool: OrderPool, slot: number): void {
    this.#words[at] = pool.idLow(slot);
    this.#words[at + 1] = pool.idHigh(slot);
  }

  #long(at: number, value: number): void {
    this.#words[at] = value | 0;
    this.#words[at + 1] = (value / TWO_32) | 0;
  }

  #grow(): void {
    const larger = new Int32Array(Math.max(this.#words.length * 2, this.#length + LARGEST));
    larger.set(this.#words);
    this.#words = larger;
  }
}

/** When an order ends; 0 = never. */
function expiryOf({ pool, details }: EngineState, slot: number): number {
  const entry = pool.details(slot);
  return entry === NONE ? 0 : details.expiry(entry);
}

type AcceptedTerms = {
  readonly clientOrderId: number;
  readonly quantity: Lots;
  readonly triggerPrice: Ticks;
};

type ModifiedTerms = {
  readonly price: Ticks;
  readonly quantity: Lots;
  readonly triggerPrice: Ticks;
  readonly keptPriority: boolean;
};

import type { Lots, Ticks } from '#lib/domain/quanta.ts';
import type { Leg, SelfTradeMode, Side } from './command.ts';
import { NONE } from './order-pool.ts';

/** Take-profit and stop-loss of a parent that is not done yet. */
export type AttachedLegs = {
  readonly takeProfit: ParkedLeg | null;
  readonly stopLoss: ParkedLeg | null;
};

/** A leg without the signature under it. */
export type LegTerms = Omit<Leg, 'signature' | 'authority'>;

/** What is kept of an order's signature. */
export type Signing = {
  /** Who signed: 0 = the account's owner, else the number of an agent; `NONE` = nobody. */
  readonly signer: number;
  /** When the order ends with its signature, milliseconds since the epoch; 0 = unsigned. */
  readonly expiry: number;
};

/** A leg as it was accepted: prices checked, client order id remembered. */
export type ParkedLeg = LegTerms &
  Signing & {
    /** Its entry among the remembered client order ids. */
    readonly clientEntry: number;
  };

/** Legs whose parent is done, on their way to become orders. */
export type Activation = AttachedLegs & {
  readonly parentId: number;
  readonly account: number;
  readonly market: number;
  /** Of the legs: the other one than the parent's. */
  readonly side: Side;
  readonly selfTrade: SelfTradeMode;
  readonly filled: Lots;
};

/**
 * What only some orders have: display quantity, trigger price, expiry, the other leg of a pair,
 * attached legs, a client order id, who signed it. A plain order has no entry here, and costs no
 * memory for it.
 */
export class OrderDetails {
  #display = new Int32Array(64);
  #triggerPrice = new Int32Array(64);
  #sibling = new Int32Array(64);
  #clientEntry = new Int32Array(64);
  #signer = new Int32Array(64);
  #expiry = new Float64Array(64);
  readonly #legs: (AttachedLegs | null)[] = [];
  readonly #free: number[] = [];
  #used = 0;

  take(): number {
    const entry = this.#free.pop() ?? this.#used++;
    if (entry === this.#display.length) this.#grow();
    this.#display[entry] = 0;
    this.#triggerPrice[entry] = 0;
    this.#sibling[entry] = NONE;
    this.#clientEntry[entry] = NONE;
    this.#signer[entry] = NONE;
    this.#expiry[entry] = 0;
    this.#legs[entry] = null;
    return entry;
  }

  release(entry: number): void {
    this.#legs[entry] = null;
    this.#free.push(entry);
  }

  /** Lots shown at a time; 0 = all. */
  display(entry: number): Lots {
    return this.#display[entry] as number;
  }

  setDisplay(entry: number, lots: Lots): void {
    this.#display[entry] = lots;
  }

  triggerPrice(entry: number): Ticks {
    return this.#triggerPrice[entry] as number;
  }

  setTriggerPrice(entry: number, price: Ticks): void {
    this.#triggerPrice[entry] = price;
  }

  /** Slot of the other leg of the pair, or `NONE`. */
  sibling(entry: number): number {
    return this.#sibling[entry] as number;
  }

  setSibling(entry: number, slot: number): void {
    this.#sibling[entry] = slot;
  }

  clientEntry(entry: number): number {
    return this.#clientEntry[entry] as number;
  }

  setClientEntry(entry: number, clientEntry: number): void {
    this.#clientEntry[entry] = clientEntry;
  }

  /** Who signed the order: 0 = the account's owner, else the number of an agent; `NONE` = nobody. */
  signer(entry: number): number {
    return this.#signer[entry] as number;
  }

  setSigner(entry: number, signer: number): void {
    this.#signer[entry] = signer;
  }

  /** Milliseconds since the epoch; 0 = never. */
  expiry(entry: number): number {
    return this.#expiry[entry] as number;
  }

  setExpiry(entry: number, expiry: number): void {
    this.#expiry[entry] = expiry;
  }

  legs(entry: number): AttachedLegs | null {
    return this.#legs[entry] ?? null;
  }

  setLegs(entry: number, legs: AttachedLegs | null): void {
    this.#legs[entry] = legs;
  }

  #grow(): void {
    const size = this.#display.length * 2;
    this.#display = grownInt32(this.#display, size);
    this.#triggerPrice = grownInt32(this.#triggerPrice, size);
    this.#sibling = grownInt32(this.#sibling, size);
    this.#clientEntry = grownInt32(this.#clientEntry, size);
    this.#signer = grownInt32(this.#signer, size);
    const expiry = new Float64Array(size);
    expiry.set(this.#expiry);
    this.#expiry = expiry;
  }
}

function grownInt32(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
}

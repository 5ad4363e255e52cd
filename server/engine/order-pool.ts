import type { Side } from './command.ts';
import { IdPool } from './id-pool.ts';

/** No order: the end of a list. */
export const NONE = -1;

const WORDS_LOG2 = 4;

/** Words of an order, besides those that its queue and its id take: 0 … 2 and 4 … 7. */
const PRICE = 3;
const ACCOUNT = 8;
const FLAGS = 9;
const HIDDEN = 10;
const FILLED = 11;
const LOCK_PRICE = 12;
const ACCOUNT_PLACE = 13;
const DETAILS = 14;

/**
 * All open orders of the exchange in one block of memory, and the levels in whose queues they stand.
 * An order is a *slot*, a small whole number above 0. A taken slot holds whatever its last order left:
 * who takes it sets every field.
 */
export class OrderPool extends IdPool {
  /** Ticks. */
  price(slot: number): number {
    return this.words[(slot << WORDS_LOG2) | PRICE] as number;
  }
  setPrice(slot: number, value: number): void {
    this.words[(slot << WORDS_LOG2) | PRICE] = value;
  }

  account(slot: number): number {
    return this.words[(slot << WORDS_LOG2) | ACCOUNT] as number;
  }
  setAccount(slot: number, value: number): void {
    this.words[(slot << WORDS_LOG2) | ACCOUNT] = value;
  }

  /** What the order is; bit 0 is its side. */
  flags(slot: number): number {
    return this.words[(slot << WORDS_LOG2) | FLAGS] as number;
  }
  setFlags(slot: number, value: number): void {
    this.words[(slot << WORDS_LOG2) | FLAGS] = value;
  }

  /** Lots behind the visible ones. */
  hidden(slot: number): number {
    return this.words[(slot << WORDS_LOG2) | HIDDEN] as number;
  }
  setHidden(slot: number, value: number): void {
    this.words[(slot << WORDS_LOG2) | HIDDEN] = value;
  }

  /** Lots. */
  filled(slot: number): number {
    return this.words[(slot << WORDS_LOG2) | FILLED] as number;
  }
  setFilled(slot: number, value: number): void {
    this.words[(slot << WORDS_LOG2) | FILLED] = value;
  }

  /** Ticks. */
  lockPrice(slot: number): number {
    return this.words[(slot << WORDS_LOG2) | LOCK_PRICE] as number;
  }
  setLockPrice(slot: number, value: number): void {
    this.words[(slot << WORDS_LOG2) | LOCK_PRICE] = value;
  }

  /** Where the order stands among its account's orders. */
  accountPlace(slot: number): number {
    return this.words[(slot << WORDS_LOG2) | ACCOUNT_PLACE] as number;
  }
  setAccountPlace(slot: number, value: number): void {
    this.words[(slot << WORDS_LOG2) | ACCOUNT_PLACE] = value;
  }

  /** Where the rarely used rest of the order is kept, or `NONE`. */
  details(slot: number): number {
    return this.words[(slot << WORDS_LOG2) | DETAILS] as number;
  }
  setDetails(slot: number, value: number): void {
    this.words[(slot << WORDS_LOG2) | DETAILS] = value;
  }

  /** 0 buy, 1 sell. */
  side(slot: number): Side {
    return (this.flags(slot) & 1) as Side;
  }
}

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';

export type OneTimeNonce = {
  /** 60 hexadecimal digits. */
  readonly nonce: string;
  /** Milliseconds since the epoch. */
  readonly issuedMs: number;
  readonly expiresMs: number;
};

export type OneTimeNoncesOptions = {
  /** How long a nonce is valid. */
  readonly validMs: number;
  /** Uses that are remembered in each period of `validMs`. */
  readonly maxUses: number;
  readonly now: () => number;
};

const TIME_DIGITS = 12;
const RANDOM_BYTES = 8;
const TAG_BYTES = 16;
const BODY_DIGITS = TIME_DIGITS + 2 * RANDOM_BYTES;
const FORM = new RegExp(`^[0-9a-f]{${BODY_DIGITS + 2 * TAG_BYTES}}$`);

/**
 * Nonces for one purpose that each work once. A nonce carries its time and a tag that only this
 * process can make, so that handing out is free of memory: however many are asked for, none that was
 * handed out is forgotten. What is remembered is uses, which cost a valid signature each, in two
 * periods; when a period is full, uses are refused rather than forgotten. A restart ends all nonces.
 */
export class OneTimeNonces {
  readonly #options: OneTimeNoncesOptions;
  readonly #key = randomBytes(32);
  #uses = new Set<string>();
  #earlierUses: ReadonlySet<string> = new Set();
  #periodStartMs: number;

  constructor(options: OneTimeNoncesOptions) {
    this.#options = options;
    this.#periodStartMs = options.now();
  }

  issue(): OneTimeNonce {
    const issuedMs = this.#options.now();
    const time = issuedMs.toString(16).padStart(TIME_DIGITS, '0');
    const body = `${time}${randomBytes(RANDOM_BYTES).toString('hex')}`;
    const expiresMs = issuedMs + this.#options.validMs;
    return { nonce: `${body}${this.#tag(body).toString('hex')}`, issuedMs, expiresMs };
  }

  /**
   * Whether a text is a nonce that works now; it still does afterwards.
   *
   * @returns When it was handed out, ms since the epoch; `null` = it is none, used, or too old.
   */
  look(nonce: string): number | null {
    if (!FORM.test(nonce)) return null;
    const body = nonce.slice(0, BODY_DIGITS);
    const tag = Buffer.from(nonce.slice(BODY_DIGITS), 'hex');
    if (!timingSafeEqual(tag, this.#tag(body))) return null;
    const issuedMs = Number.parseInt(body.slice(0, TIME_DIGITS), 16);
    const isOver = this.#options.now() >= issuedMs + this.#options.validMs;
    return isOver || this.#uses.has(body) || this.#earlierUses.has(body) ? null : issuedMs;
  }

  /**
   * Uses a nonce, once. To be called when everything else has been verified.
   *
   * @throws ProtocolError `auth/invalid-challenge` when it does not work; `auth/busy` when no more
   *   uses can be remembered.
   */
  use(nonce: string): void {
    if (this.look(nonce) === null) throw new ProtocolError('auth/invalid-challenge');
    this.#turnPeriod();
    const { maxUses, validMs, now } = this.#options;
    if (this.#uses.size >= maxUses) {
      const retryAfterMs = Math.max(1, this.#periodStartMs + validMs - now());
      throw new ProtocolError('auth/busy', { facts: { retry_after_ms: retryAfterMs } });
    }
    this.#uses.add(nonce.slice(0, BODY_DIGITS));
  }

  /** A use is remembered for one to two periods, and its nonce is over after one at most. */
  #turnPeriod(): void {
    const { validMs, now } = this.#options;
    if (now() - this.#periodStartMs < validMs) return;
    this.#earlierUses = this.#uses;
    this.#uses = new Set();
    this.#periodStartMs = now();
  }

  #tag(body: string): Buffer {
    return createHmac('sha256', this.#key).update(body).digest().subarray(0, TAG_BYTES);
  }
}

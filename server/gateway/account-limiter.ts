import { RateLimiter } from './rate-limiter.ts';

/** How fast an account may go. */
export type AccountRate = { readonly perSecond: number; readonly burst: number };

/** What is counted by itself: many orders must never keep anybody from canceling. */
export type RequestClass = 'order' | 'cancel' | 'other';

export type AccountLimiterOptions = {
  readonly standard: AccountRate;
  /** Accounts with a rate of their own, by the owner's address, lower case. */
  readonly own: ReadonlyMap<string, AccountRate>;
  /** Accounts remembered at most, by rate. */
  readonly maxAccounts: number;
};

/** Request rates of accounts, a bucket for each class of requests. */
export class AccountLimiter {
  readonly #options: AccountLimiterOptions;
  readonly #standard: RateLimiter;
  readonly #own = new Map<string, RateLimiter>();

  constructor(options: AccountLimiterOptions) {
    this.#options = options;
    this.#standard = new RateLimiter({ ...options.standard, maxClients: options.maxAccounts });
    for (const [address, rate] of options.own) {
      this.#own.set(address, new RateLimiter({ ...rate, maxClients: CLASSES }));
    }
  }

  /** Whether an account has a rate of its own by the operator's word. */
  isListed(address: string): boolean {
    return this.#own.has(address);
  }

  /** How fast an account may go. */
  rateOf(address: string): AccountRate {
    return this.#options.own.get(address) ?? this.#options.standard;
  }

  /** Takes tokens of an account's bucket: 0 when they were there, else the milliseconds to wait. */
  take(
    { address, kind, cost }: { address: string; kind: RequestClass; cost: number },
    nowMs: number,
  ): number {
    const limiter = this.#own.get(address) ?? this.#standard;
    return limiter.take(`${kind}:${address}`, cost, nowMs);
  }
}

const CLASSES = 3;

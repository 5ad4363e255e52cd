import type { AccountLimiter, RequestClass } from './account-limiter.ts';
import type { RateLimiter } from './rate-limiter.ts';

export type RequestThrottleOptions = {
  /** Of whoever has not shown an identity, by network address. */
  readonly clients: RateLimiter;
  readonly accounts: AccountLimiter;
  readonly now: () => number;
};

/** How many milliseconds somebody has to wait before what they ask for is done; 0 = now. */
export class RequestThrottle {
  readonly #options: RequestThrottleOptions;

  constructor(options: RequestThrottleOptions) {
    this.#options = options;
  }

  /** Counts requests of a client without an identity. */
  takeClient(client: string, cost: number): number {
    const { clients, now } = this.#options;
    return clients.take(client, cost, now());
  }

  /** Counts requests of an account, by class; what is counted before another is refused stays so. */
  takeAccount(address: string, costs: ReadonlyMap<RequestClass, number>): number {
    const { accounts, now } = this.#options;
    let waitMs = 0;
    for (const [kind, cost] of costs) {
      waitMs = Math.max(waitMs, accounts.take({ address, kind, cost }, now()));
    }
    return waitMs;
  }
}

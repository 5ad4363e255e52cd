import type { AccountLimiter, RequestClass } from './account-limiter.ts';
import type { FundedAccounts } from './funded-accounts.ts';
import type { RateLimiter } from './rate-limiter.ts';

export type RequestThrottleOptions = {
  /** Of whoever has not shown an identity, by network address. */
  readonly clients: RateLimiter;
  readonly accounts: AccountLimiter;
  /** Whether an account holds anything; the rest have no rate of their own. */
  readonly funded: Pick<FundedAccounts, 'has'>;
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

  /** Whether what an account asks for is counted for it alone, and not for its network address. */
  hasOwnRate(address: string): boolean {
    const { accounts, funded } = this.#options;
    return accounts.isListed(address) || funded.has(address);
  }

  /**
   * Counts requests of an account, by class; what is counted before another is refused stays so. One
   * that holds nothing shares the bucket of the client that it comes from.
   */
  takeAccount(
    { address, client }: { readonly address: string; readonly client: string },
    costs: ReadonlyMap<RequestClass, number>,
  ): number {
    const { accounts, now } = this.#options;
    if (!this.hasOwnRate(address)) {
      const total = [...costs.values()].reduce((sum, cost) => sum + cost, 0);
      return this.takeClient(client, total);
    }
    let waitMs = 0;
    for (const [kind, cost] of costs) {
      waitMs = Math.max(waitMs, accounts.take({ address, kind, cost }, now()));
    }
    return waitMs;
  }
}

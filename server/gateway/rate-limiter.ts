export type RateLimiterOptions = {
  readonly perSecond: number;
  readonly burst: number;
  /** Clients remembered at most; the one unseen for longest is forgotten first. */
  readonly maxClients: number;
};

type Bucket = { tokens: number; updatedMs: number };

/** A token bucket for each client. */
export class RateLimiter {
  readonly #options: RateLimiterOptions;
  readonly #buckets = new Map<string, Bucket>();

  constructor(options: RateLimiterOptions) {
    this.#options = options;
  }

  /**
   * Takes `cost` tokens of a client's bucket. Returns 0 when they were there, else how many
   * milliseconds it takes until they are; then none is taken. A cost above the burst is never there.
   */
  take(client: string, cost: number, nowMs: number): number {
    const { perSecond, burst, maxClients } = this.#options;
    const bucket = this.#buckets.get(client) ?? { tokens: burst, updatedMs: nowMs };
    const elapsedMs = Math.max(0, nowMs - bucket.updatedMs);
    bucket.tokens = Math.min(burst, bucket.tokens + (elapsedMs * perSecond) / 1_000);
    bucket.updatedMs = nowMs;
    // Re-inserting keeps the map in the order of last use.
    this.#buckets.delete(client);
    this.#buckets.set(client, bucket);
    if (this.#buckets.size > maxClients) this.#forgetOldest();
    if (bucket.tokens >= cost) {
      bucket.tokens -= cost;
      return 0;
    }
    return Math.ceil(((cost - bucket.tokens) * 1_000) / perSecond);
  }

  #forgetOldest(): void {
    const oldest = this.#buckets.keys().next();
    if (oldest.done !== true) this.#buckets.delete(oldest.value);
  }
}

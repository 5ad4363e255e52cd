/** What the exchange tells of a signer's nonces. */
export type NonceSource = {
  /** The account's epoch, and the smallest one-shot nonce that is accepted now. */
  state(): Promise<{ readonly epoch: number; readonly nextOneShotNonce: number }>;
  /** Reserves consecutive nonces for resting orders. */
  reserve(): Promise<{ readonly first: number; readonly count: number }>;
};

/** What a signature needs of the order in which things are signed. */
export type NextNonce = { readonly nonce: number; readonly epoch: number };

/**
 * Nonces for one signer on one page. Ranges for resting orders are reserved by this page for itself,
 * so that two pages of one browser never sign the same nonce.
 */
export class NonceKeeper {
  readonly #source: NonceSource;
  readonly #now: () => number;
  #state: Promise<{ epoch: number; nextOneShotNonce: number }> | null = null;
  #range: { next: number; end: number } | null = null;
  #reserving: Promise<void> | null = null;
  #lastOneShot = 0;

  /** @param now milliseconds since the epoch */
  constructor(source: NonceSource, now: () => number) {
    this.#source = source;
    this.#now = now;
  }

  /** For an order that never stays; the nonces grow. */
  async oneShot(): Promise<NextNonce> {
    const { epoch, nextOneShotNonce } = await this.#current();
    this.#lastOneShot = Math.max(this.#lastOneShot + 1, nextOneShotNonce, this.#now());
    return { nonce: this.#lastOneShot, epoch };
  }

  /** For an order that may stay. */
  async resting(): Promise<NextNonce> {
    const { epoch } = await this.#current();
    while (this.#range === null || this.#range.next >= this.#range.end) {
      this.#reserving ??= this.#reserve().finally(() => {
        this.#reserving = null;
      });
      await this.#reserving;
    }
    const nonce = this.#range.next;
    this.#range.next += 1;
    return { nonce, epoch };
  }

  /** The exchange knows it otherwise: everything is asked anew. */
  forget(): void {
    this.#state = null;
    this.#range = null;
  }

  async #current(): Promise<{ epoch: number; nextOneShotNonce: number }> {
    this.#state ??= this.#source.state();
    const asked = this.#state;
    try {
      return await asked;
    } catch (error) {
      if (this.#state === asked) this.#state = null;
      throw error;
    }
  }

  async #reserve(): Promise<void> {
    const { first, count } = await this.#source.reserve();
    this.#range = { next: first, end: first + count };
  }
}

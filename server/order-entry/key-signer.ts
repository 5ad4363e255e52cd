import type { Market } from '#lib/domain/market.ts';
import type { Ticks } from '#lib/domain/quanta.ts';
import { isOneShot, type SignableTerms, signableOrder } from '#lib/domain/signable-order.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { OrderEntryOptions } from './entry-options.ts';
import { NonceStock } from './nonce-stock.ts';
import type { SignedPart } from './order-parts.ts';
import { type SentSignatures, signable } from './sent-signatures.ts';
import type { SigningContext } from './signing-context.ts';

const LAST_SECOND = 0xffff_ffff;

/** Who signs what. */
export type KeyOrder = {
  readonly terms: SignableTerms;
  readonly market: Market;
  /** What it is signed with: `terms.priceTicks`, or a protection price. */
  readonly price: Ticks;
  readonly key: Uint8Array;
  readonly context: SigningContext;
};

/**
 * Signs orders with keys that clients have handed over. Resting orders need nonces out of ranges that
 * the engine reserves for each signer; they are fetched ahead.
 */
export class KeySigner {
  readonly #options: OrderEntryOptions;
  readonly #signatures: SentSignatures;
  readonly #stock = new NonceStock();
  readonly #fetching = new Map<string, Promise<void>>();

  constructor(options: OrderEntryOptions, signatures: SentSignatures) {
    this.#options = options;
    this.#signatures = signatures;
  }

  /**
   * Signs one order.
   *
   * @throws ProtocolError `auth/not-signable`; `auth/…` and `sequencer/…` when no nonces are to be had.
   */
  async sign(order: KeyOrder): Promise<SignedPart> {
    const { terms, market, price, key, context } = order;
    const { epoch, signer: agent, feePpm: maxFeePpm } = context;
    const nonce = isOneShot(terms)
      ? Math.max(context.lastOneShotNonce + 1, this.#options.now())
      : await this.#restingNonce(context);
    const authority = { agent, nonce, epoch, expiry: this.#expiry(context), maxFeePpm };
    const by = { nonce, epoch, expiry: authority.expiry, maxFeePpm };
    const signing = { account: context.owner, market: market.id, by };
    const digest = signable(() =>
      this.#signatures.hasher().order(signableOrder({ ...terms, priceTicks: price }, signing)),
    );
    const signature = await this.#options.curve.sign(digest, key);
    return { price, digest, authority, signature };
  }

  /** Takes back the nonce of an order that was not taken. */
  unused({ authority }: SignedPart, { terms, context }: Pick<KeyOrder, 'terms' | 'context'>): void {
    if (!isOneShot(terms)) this.#stock.putBack(nameOf(context), authority.nonce);
  }

  /** Gives up the nonces of a signer, when the engine does not know them as they are known here. */
  forget(context: SigningContext): void {
    this.#stock.drop(nameOf(context));
  }

  async #restingNonce(context: SigningContext): Promise<number> {
    const name = nameOf(context);
    const nonce = this.#stock.take(name);
    if (this.#stock.left(name) < this.#options.limits.nonceReserve) {
      const fetched = this.#fetch(context);
      if (nonce === null) await fetched;
      // Nobody waits for what is fetched ahead: when it fails, the next one asks again, and is told.
      else fetched.catch(() => undefined);
    }
    const given = nonce ?? this.#stock.take(name);
    if (given === null) throw new ProtocolError('sequencer/overloaded');
    return given;
  }

  #fetch(context: SigningContext): Promise<void> {
    const name = nameOf(context);
    const fetching = this.#fetching.get(name);
    if (fetching !== undefined) return fetching;
    const begun = this.#reserve(context).finally(() => this.#fetching.delete(name));
    this.#fetching.set(name, begun);
    return begun;
  }

  async #reserve(context: SigningContext): Promise<void> {
    const { account, signer: agent } = context;
    const { events } = await this.#options.port.execute({ kind: 'reserve-nonces', account, agent });
    const [event] = events;
    if (event?.kind === 'nonces-reserved') this.#stock.add(nameOf(context), event);
    if (event?.kind === 'rejected') throw new ProtocolError(event.code);
  }

  /** Seconds since the epoch; an agent's signature counts as long as its approval. */
  #expiry({ signerExpiresMs }: SigningContext): number {
    const { now, limits } = this.#options;
    const endMs = Math.min(now() + limits.signatureMs, signerExpiresMs);
    return Math.min(LAST_SECOND, Math.floor(endMs / 1_000));
  }
}

/** Epochs end nonces' orders but not nonces; a revoked agent's number is never used again. */
function nameOf({ account, signer }: SigningContext): string {
  return `${account}:${signer}`;
}

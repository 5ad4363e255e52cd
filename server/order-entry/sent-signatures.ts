import { OrderHasher, UnsignableFieldError } from '#lib/chain/order-hasher.ts';
import { isOfKeyLength, longSignature, parseSignature } from '#lib/chain/order-signature.ts';
import type { OrderDomain } from '#lib/chain/order-typed-data.ts';
import type { Address, Hash } from '#lib/domain/address.ts';
import type { Market } from '#lib/domain/market.ts';
import type { OrderSignature } from '#lib/domain/order-request.ts';
import { isOneShot, type SignableTerms, signableOrder } from '#lib/domain/signable-order.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { clockSkew, keccak256, recoverSigner, wrongSigner } from '#server/auth/index.ts';
import type { EngineState } from '#server/engine/index.ts';
import { hexText } from '#server/hex-text.ts';
import type { OrderEntryOptions } from './entry-options.ts';
import { glance } from './glance.ts';
import type { SignedPart } from './order-parts.ts';
import type { SigningContext } from './signing-context.ts';

/** A signature that was sent, verified as far as it can be without the engine. */
export type VerifiedSignature = Omit<SignedPart, 'authority'> & {
  readonly signed: OrderSignature;
  readonly signer: Address;
};

/** Hashes what is signed, and verifies signatures that clients send. */
export class SentSignatures {
  readonly #options: OrderEntryOptions;
  #hasher: OrderHasher | null = null;

  constructor(options: OrderEntryOptions) {
    this.#options = options;
  }

  /**
   * The hasher of the exchange's domain.
   *
   * @throws ProtocolError `gateway/not-available` while the clearing house's address is not known.
   */
  hasher(): OrderHasher {
    const domain = this.#options.domain();
    if (domain === null) {
      const detail =
        'The address of the clearing house, which every order is signed for, is not known.';
      throw new ProtocolError('gateway/not-available', { detail });
    }
    if (this.#hasher === null || !isSameDomain(this.#hasher.domain, domain)) {
      this.#hasher = new OrderHasher(domain, keccak256);
    }
    return this.#hasher;
  }

  /**
   * Who signed an order.
   *
   * @throws ProtocolError `auth/not-signable`, `auth/price-not-signed`, `auth/signature-expired`,
   *   `auth/wrong-epoch`, `auth/clock-skew`, `auth/invalid-signature`.
   */
  async verify({
    terms,
    signed,
    market,
    context,
  }: {
    readonly terms: SignableTerms;
    readonly signed: OrderSignature;
    readonly market: Market;
    readonly context: SigningContext;
  }): Promise<VerifiedSignature> {
    const account = context.owner;
    const digest = signable(() =>
      this.hasher().order(signableOrder(terms, { account, market: market.id, by: signed })),
    );
    // What was taken before may be sent again at any time: the engine answers that it has it.
    if (!context.isKnown) this.#checkTerms(terms, signed, context);
    const { signature: sent } = signed;
    const { signer, signature } = await recoverSigner(this.#options, {
      digest,
      signature: sent,
      account,
      counts: (by) => this.#counts(by, context),
    });
    return { price: terms.priceTicks, digest, signature, signed, signer };
  }

  /** Whether a key is the owner's, or a trading key of the account, as the engine is now. */
  #counts(signer: Address, { account, owner }: SigningContext): boolean {
    if (signer === owner) return true;
    const seen = glance(this.#options.port, ({ agents }) => agents.find(signer)?.account);
    return !seen.refused && seen.value === account;
  }

  /** What is certain to be refused is not worth recovering a key. */
  #checkTerms(terms: SignableTerms, signed: OrderSignature, context: SigningContext): void {
    const { now, limits } = this.#options;
    const nowMs = now();
    const expiredMs = nowMs - signed.expiry * 1_000;
    if (expiredMs >= 0) {
      const facts = { expired_ms: expiredMs, server_time: nowMs };
      throw new ProtocolError('auth/signature-expired', { facts });
    }
    if (signed.epoch !== context.epoch) {
      throw new ProtocolError('auth/wrong-epoch', { facts: { epoch: context.epoch } });
    }
    // A one-shot nonce is the time. One far ahead would shut the account out until then.
    const { clockSkewMs: skewMs } = limits;
    if (isOneShot(terms) && signed.nonce - nowMs > skewMs) {
      throw clockSkew({ field: 'nonce', clientMs: signed.nonce, nowMs, skewMs });
    }
  }
}

/**
 * By what right a verified signature counts: that of the account's owner, or of one of its agents.
 *
 * @throws ProtocolError `auth/wrong-signer`, naming who signed.
 */
export function authorityOf(
  state: EngineState,
  verified: VerifiedSignature,
  { account, owner }: Pick<SigningContext, 'account' | 'owner'>,
): SignedPart {
  const { signed, signer, price, digest, signature } = verified;
  const { nonce, epoch, expiry, maxFeePpm } = signed;
  const held = state.agents.find(signer);
  const isAgent = held?.account === account;
  if (signer !== owner && !isAgent) throw wrongSigner({ signer, expected: [owner], digest });
  const agent = signer === owner ? 0 : (held?.number ?? 0);
  return { price, digest, signature, authority: { agent, nonce, epoch, expiry, maxFeePpm } };
}

/** Whether the chain has to be asked about a signature in any case (ERC-1271): it is of no key. */
export function isContracts(signed: OrderSignature | null): boolean {
  if (signed === null || isOfKeyLength(signed.signature)) return false;
  const { kind } = parseSignature(signed.signature);
  return kind === 'contract' || (kind === 'none' && longSignature(signed.signature) !== null);
}

/** @throws ProtocolError `auth/not-signable`, naming the field. */
export function signable<Digest>(hash: () => Digest): Digest {
  try {
    return hash();
  } catch (error) {
    if (!(error instanceof UnsignableFieldError)) throw error;
    const facts = { field: error.field };
    throw new ProtocolError('auth/not-signable', { facts, cause: error });
  }
}

/** A digest as it is told. */
export function hashText(digest: Uint8Array): Hash {
  return hexText(digest);
}

function isSameDomain(one: OrderDomain, other: OrderDomain): boolean {
  return one.chainId === other.chainId && one.verifyingContract === other.verifyingContract;
}

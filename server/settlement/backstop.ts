import { hexToBytes } from 'viem';
import { type OrderSigner, signOrder } from '#lib/chain/order-signature.ts';
import type { OrderDomain } from '#lib/chain/order-typed-data.ts';
import type { Address } from '#lib/domain/address.ts';
import { findMarketById } from '#lib/domain/market.ts';
import { MAX_LOTS } from '#lib/domain/quanta.ts';
import { SELL_FLAG, type SignedOrder } from '#lib/domain/signed-order.ts';
import type { MatchedTrade, SignedVersion } from './signed-version.ts';

export type BackstopOptions = {
  readonly address: Address;
  readonly signer: OrderSigner;
  /** `null` while the clearing house is not known. */
  readonly domain: () => OrderDomain | null;
};

/** Nonces of orders that take over a trade: half of all, which no range reaches that is reserved. */
const FIRST_NONCE = 2 ** 47;
const LAST_EXPIRY = 2 ** 32 - 1;

/**
 * The operator's account that takes over what another one cannot settle. Its orders are made and signed
 * for one trade each, at that trade's price.
 */
export class Backstop {
  readonly #options: BackstopOptions;
  /** By trade, then by side, epoch and clearing house. */
  readonly #signatures = new Map<number, Map<string, Uint8Array>>();

  constructor(options: BackstopOptions) {
    this.#options = options;
  }

  get address(): Address {
    return this.#options.address;
  }

  /** The order with which it takes one side of a trade; `null` while it cannot be signed. */
  async version(
    trade: MatchedTrade,
    { side, epoch }: { readonly side: 'maker' | 'taker'; readonly epoch: number },
  ): Promise<SignedVersion | null> {
    const domain = this.#options.domain();
    if (domain === null) return null;
    const order = this.#order(trade, { side, epoch });
    const key = `${side}:${epoch}:${domain.verifyingContract}`;
    const signed = this.#signatures.get(trade.tradeId) ?? new Map<string, Uint8Array>();
    const signature = signed.get(key) ?? (await this.#sign(domain, order));
    this.#signatures.set(trade.tradeId, signed.set(key, signature));
    const { account } = trade[side];
    return { orderId: 0, account, agent: 0, order, signature };
  }

  /** For how many trades it remembers what it signed. */
  get remembered(): number {
    return this.#signatures.size;
  }

  /** Forgets what it signed for a trade, which is settled or undone. */
  forget(tradeId: number): void {
    this.#signatures.delete(tradeId);
  }

  async #sign(domain: OrderDomain, order: SignedOrder): Promise<Uint8Array> {
    return hexToBytes(await signOrder(this.#options.signer, { domain, order }));
  }

  #order(
    { tradeId, market, takerSells, price, lots }: MatchedTrade,
    { side, epoch }: { readonly side: 'maker' | 'taker'; readonly epoch: number },
  ): SignedOrder {
    const found = findMarketById(market);
    const { k = 1, minNotional = 0, makerFeePpm = 0, takerFeePpm = 0 } = found ?? {};
    const sells = takerSells === (side === 'taker');
    // What is left of an order may be worth less than an order has to be.
    const least = Math.ceil(minNotional / (price * k));
    return {
      account: this.address,
      market,
      flags: sells ? SELL_FLAG : 0,
      price,
      quantity: Math.min(Math.max(lots, least), MAX_LOTS),
      triggerPrice: 0,
      nonce: FIRST_NONCE + tradeId,
      expiry: LAST_EXPIRY,
      epoch,
      maxFeePpm: Math.max(makerFeePpm, takerFeePpm),
    };
  }
}

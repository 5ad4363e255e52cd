import type { Address } from '#lib/domain/address.ts';
import type { Ticks } from '#lib/domain/quanta.ts';
import { type SignableTerms, signableOrder } from '#lib/domain/signable-order.ts';
import { ONE_SHOT_FLAG, POST_ONLY_FLAG, SELL_FLAG } from '#lib/domain/signed-order.ts';
import type { Command, EngineEvent, Leg, ModifyOrder, PlaceOco } from '#server/engine/index.ts';
import { BUY } from '#server/engine/index.ts';
import { type RecordedOrder, recordedOrder } from '#server/receipts/index.ts';
import { type Keep, versionOf, versionText } from './kept-codec.ts';
import type { SignedVersion } from './signed-version.ts';

export type SignedOrdersOptions = {
  /** The address of an account, 0x and 40 lower-case hexadecimal digits. */
  readonly addressOf: (account: number) => Address;
  readonly keep: Keep;
};

/**
 * What was signed last for every open order and every leg that waits for one. It is made of the
 * commands that brought the signatures, and of what the engine did with them.
 */
export class SignedOrders {
  readonly #options: SignedOrdersOptions;
  readonly #versions = new Map<number, SignedVersion>();
  /** Orders that stay, by account and nonce. */
  readonly #byNonce = new Map<string, number>();

  constructor(options: SignedOrdersOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#versions.size;
  }

  /** Those that are found by their nonce. */
  get staying(): number {
    return this.#byNonce.size;
  }

  /** What was signed last; `null` for an order without signature, or one that is not open. */
  version(orderId: number): SignedVersion | null {
    return this.#versions.get(orderId) ?? null;
  }

  /** Of all open orders and waiting legs that were signed. */
  all(): IterableIterator<SignedVersion> {
    return this.#versions.values();
  }

  /** The open order, or waiting leg, that an account signed under a nonce for orders that stay. */
  find(account: number, nonce: number): SignedVersion | null {
    const orderId = this.#byNonce.get(`${account}:${nonce}`);
    return orderId === undefined ? null : this.version(orderId);
  }

  /** Orders that are done are forgotten: to be called when the trades of the command are taken. */
  forget(events: readonly EngineEvent[]): void {
    for (const event of events) {
      if (event.kind !== 'done' || !this.#drop(event.orderId)) continue;
      this.#options.keep('version', event.orderId, null);
    }
  }

  /** Takes in what a command signed, if the engine took it: to be called before its trades are taken. */
  take(command: Command, events: readonly EngineEvent[]): void {
    const [first] = events;
    if (command.kind === 'modify') {
      // Who keeps their place is smaller and nothing else: no new signature counts for that.
      if (first?.kind === 'modified' && !first.keptPriority) this.#change(command, first.orderId);
      return;
    }
    if (first?.kind !== 'accepted') return;
    if (command.kind === 'place') {
      const { orderId, takeProfit, stopLoss } = command;
      this.#place(recordedOrder(command, orderId), orderId, first.price);
      for (const leg of [takeProfit, stopLoss]) {
        if (leg !== null) this.#place(recordedOrder(command, leg.orderId), leg.orderId, leg.price);
      }
    } else if (command.kind === 'place-oco') {
      for (const leg of [command.limitLeg, command.stopLeg]) {
        this.#place(pairLeg(leg, command), leg.orderId, leg.price);
      }
    }
  }

  /** Puts back what was kept. */
  restore(text: string): void {
    this.#put(versionOf(text));
  }

  #place(recorded: RecordedOrder | null, orderId: number, acceptedPrice: Ticks): void {
    if (recorded === null) return;
    const { terms } = recorded;
    // A market order's record need not hold its price: the engine took the one that was signed.
    const priceTicks = terms.priceTicks === 0 ? acceptedPrice : terms.priceTicks;
    this.#keep(orderId, { ...recorded, terms: { ...terms, priceTicks } });
  }

  #change(command: ModifyOrder, orderId: number): void {
    const { account, price, quantity, triggerPrice, authority, signature } = command;
    const former = this.#versions.get(orderId);
    if (former === undefined) return;
    const { flags, market } = former.order;
    const terms: SignableTerms = {
      side: (flags & SELL_FLAG) === 0 ? 'buy' : 'sell',
      // An order that is open stays, whatever its type is.
      type: 'limit',
      timeInForce: 'GTC',
      postOnly: (flags & POST_ONLY_FLAG) !== 0,
      reduceOnly: false,
      priceTicks: price,
      quantityLots: quantity,
      triggerTicks: triggerPrice,
    };
    this.#keep(orderId, { account, market, terms, authority, signature });
  }

  #keep(orderId: number, { account, market, terms, authority, signature }: RecordedOrder): void {
    if (authority === null || signature === null) return;
    const { agent, ...by } = authority;
    const order = signableOrder(terms, { account: this.#options.addressOf(account), market, by });
    const version: SignedVersion = { orderId, account, agent, order, signature };
    this.#put(version);
    this.#options.keep('version', orderId, versionText(version));
  }

  #put(version: SignedVersion): void {
    this.#drop(version.orderId);
    this.#versions.set(version.orderId, version);
    const key = restingKey(version);
    if (key !== null) this.#byNonce.set(key, version.orderId);
  }

  /** @returns Whether it was there. */
  #drop(orderId: number): boolean {
    const version = this.#versions.get(orderId);
    if (version === undefined) return false;
    const key = restingKey(version);
    if (key !== null && this.#byNonce.get(key) === orderId) this.#byNonce.delete(key);
    return this.#versions.delete(orderId);
  }
}

/** `null` for an order that never stays: its nonce is of another space. */
function restingKey({ account, order }: SignedVersion): string | null {
  return (order.flags & ONE_SHOT_FLAG) === 0 ? `${account}:${order.nonce}` : null;
}

/** A leg of a pair as the order of its own that it is signed as. */
function pairLeg(leg: Leg, { account, market, side, quantity }: PlaceOco): RecordedOrder {
  const terms: SignableTerms = {
    side: side === BUY ? 'buy' : 'sell',
    type: leg.triggerPrice === 0 ? 'limit' : 'stop_limit',
    timeInForce: 'GTC',
    postOnly: false,
    reduceOnly: false,
    priceTicks: leg.price,
    quantityLots: quantity,
    triggerTicks: leg.triggerPrice,
  };
  return { account, market, terms, authority: leg.authority, signature: leg.signature };
}

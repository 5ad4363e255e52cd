import { markets } from '#lib/domain/market.ts';
import { type Channel, channelName, parseChannel } from '#lib/protocol/channel.ts';
import { marketOf } from '#lib/protocol/market-of.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { FRAME_FORMS, type FrameForm } from '../streams/stream-frame.ts';
import type { StreamHub } from '../streams/stream-hub.ts';
import { Subscription, type SubscriptionOutlet } from './subscription.ts';

/** A channel and the canonical symbols of it that a request concerns; none for `blocks`. */
export type SubscriptionRequest = {
  readonly channel: string;
  readonly symbols: readonly string[];
};

/** What a client names when it subscribes or unsubscribes. */
export type SubscriptionTarget = {
  readonly channel: string;
  /** `*` means all. Without symbols, and with none in the channel's name, all are meant. */
  readonly symbols?: readonly string[] | undefined;
  /** How frames are pushed; by default typed where symbols are listed, else short. */
  readonly form?: FrameForm | undefined;
};

export type SubscriptionBookOptions = {
  readonly hub: StreamHub;
  readonly outlet: SubscriptionOutlet;
  readonly maxSubscriptions: number;
};

/** The subscriptions of one socket. */
export class SubscriptionBook {
  readonly #options: SubscriptionBookOptions;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #waiting = new Set<Subscription>();

  constructor(options: SubscriptionBookOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#subscriptions.size;
  }

  /**
   * Subscribes to what is named. A stream that is followed already in that form begins anew. Nothing
   * is sent before `begin`, so that the client can be answered first.
   *
   * @param fromSeq - the sequence number after which frames are wanted; without it, a snapshot
   * @throws ProtocolError, and nothing is changed, for an unknown channel or symbol, or too many.
   */
  subscribe(named: SubscriptionTarget, fromSeq?: number): SubscriptionRequest {
    const { channel, form, request, names } = targetOf(named);
    const keys = names.map((name) => `${form} ${name}`);
    const added = keys.filter((key) => !this.#subscriptions.has(key)).length;
    const { maxSubscriptions, hub, outlet } = this.#options;
    if (this.#subscriptions.size + added > maxSubscriptions) {
      const facts = { max_subscriptions: maxSubscriptions };
      throw new ProtocolError('gateway/too-many-subscriptions', { facts });
    }
    for (const [index, key] of keys.entries()) {
      const stream = hub.stream(channel, request.symbols[index] ?? null);
      if (stream === undefined) continue;
      this.#end(key);
      const subscription = new Subscription({ form, stream, outlet, fromSeq });
      this.#subscriptions.set(key, subscription);
      this.#waiting.add(subscription);
    }
    return request;
  }

  /** Lets the frames of new subscriptions flow. */
  begin(): void {
    for (const subscription of this.#waiting) subscription.start();
    this.#waiting.clear();
  }

  /** @throws ProtocolError for an unknown channel or symbol. */
  unsubscribe(named: SubscriptionTarget): SubscriptionRequest {
    const target = targetOf(named);
    const { form, symbols } = named;
    // Without symbols and without one in the channel's name, everything of the channel ends.
    const everything = form === undefined && symbols === undefined && !target.named;
    for (const each of everything ? FRAME_FORMS : [target.form]) {
      for (const name of target.names) this.#end(`${each} ${name}`);
    }
    return target.request;
  }

  /** Sends the snapshots that are due. */
  catchUp(): void {
    for (const subscription of this.#subscriptions.values()) subscription.catchUp();
  }

  endAll(): void {
    for (const key of this.#subscriptions.keys()) this.#end(key);
  }

  #end(key: string): void {
    const subscription = this.#subscriptions.get(key);
    if (subscription === undefined) return;
    subscription.end();
    this.#waiting.delete(subscription);
    this.#subscriptions.delete(key);
  }
}

type Target = {
  readonly channel: Channel;
  readonly form: FrameForm;
  /** Whether the channel's name carries the symbol. */
  readonly named: boolean;
  readonly request: SubscriptionRequest;
  /** Of the streams, in the order of the request's symbols. */
  readonly names: readonly string[];
};

function targetOf({ channel: name, symbols: listed, form }: SubscriptionTarget): Target {
  const { channel, symbol } = parseChannel(name);
  if (symbol !== null && listed !== undefined) {
    const detail = 'symbols: leave it away, the channel names its symbol.';
    const facts = { field: 'symbols', expected: 'no symbols beside a channel that names one' };
    throw new ProtocolError('gateway/invalid-message', { facts, detail });
  }
  const symbols = channel.kind === 'blocks' ? [] : symbolsOf(symbol, listed);
  const base = channelName(channel);
  return {
    channel,
    form: form ?? (listed === undefined ? 'short' : 'typed'),
    named: symbol !== null,
    request: { channel: base, symbols },
    names: channel.kind === 'blocks' ? [base] : symbols.map((each) => `${base}:${each}`),
  };
}

/** Canonical symbols, each once. */
function symbolsOf(named: string | null, listed: readonly string[] | undefined): string[] {
  if (named !== null) return [marketOf(named).symbol];
  const all = listed === undefined || listed.includes('*');
  if (all) return markets.map((market) => market.symbol);
  return [...new Set(listed.map((symbol) => marketOf(symbol).symbol))];
}

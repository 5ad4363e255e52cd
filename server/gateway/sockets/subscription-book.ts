import { markets } from '#lib/domain/market.ts';
import { type Channel, channelName, parseChannel } from '#lib/protocol/channel.ts';
import type { SubscribeFrame } from '#lib/protocol/frames/subscribe.ts';
import type { UnsubscribeFrame } from '#lib/protocol/frames/unsubscribe.ts';
import { marketOf } from '#lib/protocol/market-of.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { FrameForm } from '../streams/stream-frame.ts';
import type { StreamHub } from '../streams/stream-hub.ts';
import { Subscription, type SubscriptionOutlet } from './subscription.ts';

/** A channel and the canonical symbols of it that a request concerns; none for `blocks`. */
export type SubscriptionRequest = {
  readonly channel: string;
  readonly symbols: readonly string[];
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

  constructor(options: SubscriptionBookOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#subscriptions.size;
  }

  /**
   * Subscribes to what the frame names. A stream that is followed already in that form begins anew.
   * Nothing is sent before `answered` has been called.
   *
   * @throws ProtocolError, and nothing is changed, for an unknown channel or symbol, or too many.
   */
  subscribe(frame: SubscribeFrame, answered: (request: SubscriptionRequest) => void): void {
    const target = targetOf(frame);
    const added = target.keys.filter((key) => !this.#subscriptions.has(key)).length;
    const { maxSubscriptions, hub, outlet } = this.#options;
    if (this.#subscriptions.size + added > maxSubscriptions) {
      const facts = { max_subscriptions: maxSubscriptions };
      throw new ProtocolError('gateway/too-many-subscriptions', { facts });
    }
    answered(target.request);
    for (const [index, key] of target.keys.entries()) {
      const stream = hub.stream(target.channel, target.request.symbols[index] ?? null);
      if (stream === undefined) continue;
      this.#subscriptions.get(key)?.end();
      const subscription = new Subscription({ form: target.form, stream, outlet });
      this.#subscriptions.set(key, subscription);
      subscription.start(frame.from_seq);
    }
  }

  /** @throws ProtocolError for an unknown channel or symbol. */
  unsubscribe(frame: UnsubscribeFrame): SubscriptionRequest {
    const target = targetOf(frame);
    const both = frame.symbols === undefined ? targetOf({ ...frame, symbols: ['*'] }).keys : [];
    // Without symbols and without one in the channel's name, everything of the channel ends.
    const keys = target.named ? target.keys : [...target.keys, ...both];
    for (const key of keys) {
      this.#subscriptions.get(key)?.end();
      this.#subscriptions.delete(key);
    }
    return target.request;
  }

  /** Sends the snapshots that are due. */
  catchUp(): void {
    for (const subscription of this.#subscriptions.values()) subscription.catchUp();
  }

  endAll(): void {
    for (const subscription of this.#subscriptions.values()) subscription.end();
    this.#subscriptions.clear();
  }
}

type Target = {
  readonly channel: Channel;
  readonly form: FrameForm;
  /** Whether the channel's name carries the symbol. */
  readonly named: boolean;
  readonly request: SubscriptionRequest;
  /** One for each stream, in the order of the request's symbols. */
  readonly keys: readonly string[];
};

function targetOf(frame: { channel: string; symbols?: readonly string[] | undefined }): Target {
  const { channel, symbol } = parseChannel(frame.channel);
  if (symbol !== null && frame.symbols !== undefined) {
    const detail = 'symbols: leave it away, the channel names its symbol.';
    const facts = { field: 'symbols', expected: 'no symbols beside a channel that names one' };
    throw new ProtocolError('gateway/invalid-message', { facts, detail });
  }
  const form = frame.symbols === undefined ? 'short' : 'typed';
  const symbols = channel.kind === 'blocks' ? [] : symbolsOf(symbol, frame.symbols);
  const name = channelName(channel);
  const keys = channel.kind === 'blocks' ? [name] : symbols.map((each) => `${name}:${each}`);
  return {
    channel,
    form,
    named: symbol !== null,
    request: { channel: name, symbols },
    keys: keys.map((key) => `${form} ${key}`),
  };
}

/** Canonical symbols, each once. */
function symbolsOf(named: string | null, listed: readonly string[] | undefined): string[] {
  if (named !== null) return [marketOf(named).symbol];
  const all = listed === undefined || listed.includes('*');
  if (all) return markets.map((market) => market.symbol);
  return [...new Set(listed.map((symbol) => marketOf(symbol).symbol))];
}

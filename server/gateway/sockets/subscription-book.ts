import { type Channel, isPrivateChannel } from '#lib/protocol/channel.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { Stream } from '../streams/stream.ts';
import type { FrameForm } from '../streams/stream-frame.ts';
import type { StreamHub } from '../streams/stream-hub.ts';
import { Subscription, type SubscriptionOutlet } from './subscription.ts';
import { type ReadTarget, readTarget, type SubscriptionTarget } from './subscription-target.ts';

/** A channel and the canonical symbols of it that a request concerns; none for `blocks` and the like. */
export type SubscriptionRequest = {
  readonly channel: string;
  readonly symbols: readonly string[];
};

export type SubscriptionBookOptions = {
  readonly hub: Pick<StreamHub, 'stream' | 'privateStream'>;
  readonly outlet: SubscriptionOutlet;
  readonly maxSubscriptions: number;
  /**
   * Finds out whose private streams the client may follow.
   *
   * @throws ProtocolError `auth/required`, `account/unknown`, and why an identity has ended.
   */
  readonly account: () => Promise<number>;
};

/** What one request changes. What it subscribed to flows once it is answered, from `begin` on. */
export type SubscriptionChange = Pick<SubscriptionBook, 'unsubscribe'> & {
  /**
   * Subscribes to what is named. A stream that is followed already in that form begins anew.
   *
   * @param fromSeq - the sequence number after which frames are wanted; without it, a snapshot
   * @throws ProtocolError, and nothing is changed, for an unknown channel or symbol, a private one
   *   without an identity, or too many.
   */
  subscribe(named: SubscriptionTarget, fromSeq?: number): Promise<SubscriptionRequest>;
  begin(): void;
};

type Entry = {
  readonly subscription: Subscription;
  readonly base: string;
  readonly symbol: string | null;
  readonly form: FrameForm;
  readonly isPrivate: boolean;
};

/** The subscriptions of one socket. */
export class SubscriptionBook {
  readonly #options: SubscriptionBookOptions;
  readonly #entries = new Map<string, Entry>();
  /** The socket is gone; requests that were on their way change nothing any more. */
  #isOver = false;

  constructor(options: SubscriptionBookOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Begins a request that may change what is subscribed to. */
  change(): SubscriptionChange {
    const added: Subscription[] = [];
    return {
      subscribe: async (named, fromSeq) => {
        const target = readTarget(named);
        const { channel } = target;
        const account = isPrivateChannel(channel) ? await this.#options.account() : null;
        added.push(...this.#add(target, { account, fromSeq }));
        return requestOf(target.base, target.streams);
      },
      unsubscribe: (named) => this.unsubscribe(named),
      begin: () => {
        if (this.#isOver) this.endAll();
        else for (const subscription of added) subscription.start();
      },
    };
  }

  /** @throws ProtocolError for an unknown channel or symbol. */
  unsubscribe(named: SubscriptionTarget): SubscriptionRequest {
    const { base, form, everything, streams } = readTarget(named);
    const symbols = new Set(streams.map(({ symbol }) => symbol));
    for (const [key, entry] of this.#entries) {
      const isMeant = entry.base === base && symbols.has(entry.symbol);
      if (isMeant && (everything || entry.form === form)) this.#end(key);
    }
    return requestOf(base, streams);
  }

  /** Sends the snapshots that are due. */
  catchUp(): void {
    for (const { subscription } of this.#entries.values()) subscription.catchUp();
  }

  /** Ends what only the owner of an account may follow. */
  endPrivate(): void {
    for (const [key, { isPrivate }] of this.#entries) if (isPrivate) this.#end(key);
  }

  /** Ends everything for good. */
  endAll(): void {
    this.#isOver = true;
    for (const key of this.#entries.keys()) this.#end(key);
  }

  #add(
    { channel, base, form, streams }: ReadTarget,
    { account, fromSeq }: { account: number | null; fromSeq: number | undefined },
  ): Subscription[] {
    const { maxSubscriptions, outlet } = this.#options;
    const opened = streams.map(({ symbol, spelled }) => {
      const stream = this.#stream(channel, { symbol, account });
      if (stream === undefined) {
        throw new ProtocolError('gateway/not-available', { facts: { channel: base } });
      }
      return { stream, symbol, spelled, key: `${form} ${stream.name}` };
    });
    const added = opened.filter(({ key }) => !this.#entries.has(key)).length;
    if (this.#entries.size + added > maxSubscriptions) {
      const facts = { max_subscriptions: maxSubscriptions };
      throw new ProtocolError('gateway/too-many-subscriptions', { facts });
    }
    return opened.map(({ stream, symbol, spelled, key }) => {
      this.#end(key);
      const subscription = new Subscription({ form, stream, outlet, fromSeq, channel: spelled });
      const isPrivate = account !== null;
      this.#entries.set(key, { subscription, base, symbol, form, isPrivate });
      return subscription;
    });
  }

  #stream(
    channel: Channel,
    { symbol, account }: { symbol: string | null; account: number | null },
  ): Stream | undefined {
    const { hub } = this.#options;
    if (!isPrivateChannel(channel)) return hub.stream(channel, symbol);
    return account === null ? undefined : hub.privateStream(channel.kind, account);
  }

  #end(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    entry.subscription.end();
    this.#entries.delete(key);
  }
}

function requestOf(
  channel: string,
  streams: readonly { readonly symbol: string | null }[],
): SubscriptionRequest {
  return { channel, symbols: streams.flatMap(({ symbol }) => (symbol === null ? [] : [symbol])) };
}

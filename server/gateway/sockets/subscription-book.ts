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
   * Subscribes to all that is named. A stream that is followed already in that form begins anew.
   *
   * @param fromSeq - the sequence number after which frames are wanted; without it, a snapshot
   * @throws ProtocolError, and nothing is changed, for an unknown channel or symbol, a private one
   *   without an identity, or too many.
   */
  subscribe(
    named: readonly SubscriptionTarget[],
    fromSeq?: number,
  ): Promise<readonly SubscriptionRequest[]>;
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
        const targets = named.map(readTarget);
        const needsAccount = targets.some(({ channel }) => isPrivateChannel(channel));
        const account = needsAccount ? await this.#options.account() : null;
        added.push(...this.#add(targets, { account, fromSeq }));
        return targets.map(({ base, streams }) => requestOf(base, streams));
      },
      unsubscribe: (named) => this.unsubscribe(named),
      begin: () => {
        if (this.#isOver) this.endAll();
        else for (const subscription of added) subscription.start();
      },
    };
  }

  /** @throws ProtocolError for an unknown channel or symbol. */
  unsubscribe(named: readonly SubscriptionTarget[]): readonly SubscriptionRequest[] {
    const targets = named.map(readTarget);
    for (const target of targets) this.#remove(target);
    return targets.map(({ base, streams }) => requestOf(base, streams));
  }

  #remove({ base, form, everything, streams }: ReadTarget): void {
    const symbols = new Set(streams.map(({ symbol }) => symbol));
    for (const [key, entry] of this.#entries) {
      const isMeant = entry.base === base && symbols.has(entry.symbol);
      if (isMeant && (everything || entry.form === form)) this.#end(key);
    }
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
    targets: readonly ReadTarget[],
    { account, fromSeq }: { account: number | null; fromSeq: number | undefined },
  ): Subscription[] {
    const { maxSubscriptions, outlet } = this.#options;
    const opened = targets.flatMap(({ channel, base, form, streams }) =>
      streams.map(({ symbol, spelled }) => {
        const stream = this.#stream(channel, { symbol, account });
        if (stream === undefined) {
          throw new ProtocolError('gateway/not-available', { facts: { channel: base } });
        }
        const isPrivate = isPrivateChannel(channel);
        return { stream, base, symbol, form, isPrivate, spelled, key: `${form} ${stream.name}` };
      }),
    );
    const added = new Set(opened.map(({ key }) => key)).difference(this.#entries).size;
    if (this.#entries.size + added > maxSubscriptions) {
      const facts = { max_subscriptions: maxSubscriptions };
      throw new ProtocolError('gateway/too-many-subscriptions', { facts });
    }
    return opened.map(({ key, stream, spelled, ...entry }) => {
      this.#end(key);
      const { form } = entry;
      const subscription = new Subscription({ form, stream, outlet, fromSeq, channel: spelled });
      this.#entries.set(key, { ...entry, subscription });
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

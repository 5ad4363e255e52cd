import type { PrivateChannelKind } from '#lib/protocol/channel.ts';
import { encodeBalanceUpdate } from '#lib/protocol/frames/balance-update.ts';
import { encodeFillUpdate } from '#lib/protocol/frames/fill-update.ts';
import { encodeOrderUpdate } from '#lib/protocol/frames/order-update.ts';
import { encodeOrdersUpdate } from '#lib/protocol/frames/orders-update.ts';
import { type AsOf, type SnapshotContent, Stream, type StreamNumbers } from './stream.ts';
import type { AccountSource } from './stream-sources.ts';

export type PrivateStreamsOptions = {
  readonly accounts: AccountSource;
  readonly numbers: StreamNumbers;
  /** Number and time of what is told now. */
  readonly asOf: () => AsOf;
  readonly replayFrames: number;
  readonly snapshotFills: number;
  /** Streams that nobody follows any more and that are kept for those who come back. */
  readonly idleStreams: number;
};

type Opened = { readonly stream: Stream; readonly end: () => void };

/**
 * Orders, fills and balances of accounts. A stream is made when it is asked for; after its last
 * follower has left it goes on for a while, as long as not too many others do.
 */
export class PrivateStreams {
  readonly #options: PrivateStreamsOptions;
  readonly #opened = new Map<string, Opened>();
  /** Those that nobody follows, the longest idle first. */
  readonly #idle = new Set<string>();

  constructor(options: PrivateStreamsOptions) {
    this.#options = options;
  }

  /** Begins to publish what happens; returns the function that ends it. */
  start(): () => void {
    const { activity, balances } = this.#options.accounts;
    const ends = [
      activity.onUpdate(({ account, orders, fills }) => {
        const toOrders = this.#opened.get(nameOf('orders', account))?.stream;
        for (const update of orders) {
          const data = () => encodeOrderUpdate(update);
          toOrders?.publish({ type: 'order_update', data }, this.#options.asOf());
        }
        if (fills.length === 0) return;
        const content = { type: 'fill_update', data: () => encodeFillUpdate(fills) };
        this.#opened.get(nameOf('fills', account))?.stream.publish(content, this.#options.asOf());
      }),
      balances.onUpdate(({ account, balances: changed, ...asOf }) => {
        const content = { type: 'balance_update', data: () => encodeBalanceUpdate(changed) };
        this.#opened.get(nameOf('balances', account))?.stream.publish(content, asOf);
      }),
    ];
    return () => {
      for (const end of ends) end();
      for (const name of [...this.#opened.keys()]) this.#close(name);
    };
  }

  /** How many there are, those that nobody follows among them. */
  get size(): number {
    return this.#opened.size;
  }

  stream(kind: PrivateChannelKind, account: number): Stream {
    const name = nameOf(kind, account);
    const opened = this.#opened.get(name) ?? this.#open(kind, account);
    return opened.stream;
  }

  #open(kind: PrivateChannelKind, account: number): Opened {
    const name = nameOf(kind, account);
    const stream = new Stream({
      name,
      channel: kind,
      numbers: this.#options.numbers,
      replayFrames: this.#options.replayFrames,
      snapshot: () => this.#snapshot(kind, account),
      onBusy: () => this.#busy(name, { stream, kind, account }),
      onIdle: () => this.#rest(name),
    });
    const opened = this.#follow(stream, kind, account);
    this.#opened.set(name, opened);
    this.#rest(name);
    return opened;
  }

  #follow(stream: Stream, kind: PrivateChannelKind, account: number): Opened {
    const { balances } = this.#options.accounts;
    return { stream, end: kind === 'balances' ? balances.watch(account) : () => undefined };
  }

  #busy(
    name: string,
    of: { readonly stream: Stream; readonly kind: PrivateChannelKind; readonly account: number },
  ): void {
    this.#idle.delete(name);
    // It may have been given up between being asked for and being followed.
    const known = this.#opened.get(name);
    if (known === undefined) {
      this.#opened.set(name, this.#follow(of.stream, of.kind, of.account));
      of.stream.forget();
    }
  }

  #rest(name: string): void {
    this.#idle.add(name);
    if (this.#idle.size <= this.#options.idleStreams) return;
    const [longest] = this.#idle;
    if (longest !== undefined) this.#close(longest);
  }

  #close(name: string): void {
    this.#opened.get(name)?.end();
    this.#opened.delete(name);
    this.#idle.delete(name);
  }

  #snapshot(kind: PrivateChannelKind, account: number): SnapshotContent | null {
    const { accounts, snapshotFills } = this.#options;
    const { activity, balances } = accounts;
    switch (kind) {
      case 'orders': {
        const orders = activity.openOrders(account);
        const cancelAtMs = activity.cancelAtMs(account);
        const data = () => encodeOrdersUpdate({ orders, cancelAtMs });
        return { type: 'orders_update', data };
      }
      case 'fills': {
        const fills = activity.fills(account, snapshotFills);
        return { type: 'fill_update', data: () => encodeFillUpdate(fills) };
      }
      case 'balances': {
        const all = balances.balances(account);
        if (all === null) return null;
        return { type: 'balance_update', data: () => encodeBalanceUpdate(all) };
      }
    }
  }
}

function nameOf(kind: PrivateChannelKind, account: number): string {
  return `${kind}:${account}`;
}

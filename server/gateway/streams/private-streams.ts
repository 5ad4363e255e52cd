import type { Fill } from '#lib/domain/fill.ts';
import type { TradeSettlement } from '#lib/domain/settlement.ts';
import type { PrivateChannelKind } from '#lib/protocol/channel.ts';
import { encodeBalanceUpdate } from '#lib/protocol/frames/balance-update.ts';
import { encodeFillSettlement, encodeFillUpdate } from '#lib/protocol/frames/fill-update.ts';
import { encodeOrderUpdate } from '#lib/protocol/frames/order-update.ts';
import { encodeOrdersUpdate } from '#lib/protocol/frames/orders-update.ts';
import { encodeTransferUpdate, type TransferUpdate } from '#lib/protocol/frames/transfer-update.ts';
import type { SettlementChange, SettlementView, TransferChange } from '#server/settlement/index.ts';
import { type AsOf, type SnapshotContent, Stream, type StreamNumbers } from './stream.ts';
import type { AccountSource } from './stream-sources.ts';

export type PrivateStreamsOptions = {
  readonly accounts: AccountSource;
  /** How far fills are; `null` where nothing settles. */
  readonly settlement: SettlementView | null;
  readonly numbers: StreamNumbers;
  /** Number and time of what is told now. */
  readonly asOf: () => AsOf;
  readonly replayFrames: number;
  readonly snapshotFills: number;
  readonly snapshotExits: number;
  /** Newest fills of an account that are in memory: of older ones nobody is told how far they are. */
  readonly accountHistory: number;
  /** Streams that nobody follows any more and that are kept for those who come back. */
  readonly idleStreams: number;
};

type Opened = {
  readonly stream: Stream;
  readonly kind: PrivateChannelKind;
  readonly account: number;
  readonly end: () => void;
};

type TradesChange = Extract<SettlementChange, { readonly kind: 'trades' }>;

/**
 * Orders, fills, balances and transfers of accounts. A stream is made when it is asked for; after its last
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
        const toFills = this.#opened.get(nameOf('fills', account))?.stream;
        if (fills.length === 0 || toFills === undefined) return;
        const placed = this.#placed(fills);
        const content = { type: 'fill_update', data: () => encodeFillUpdate(placed) };
        toFills.publish(content, this.#options.asOf());
      }),
      this.#options.settlement?.onChange((change) => {
        if (change.kind === 'trades') this.#tellSettlement(change);
        if (change.kind === 'transfer') this.#tellTransfer(change.transfer);
      }),
      balances.onUpdate(({ account, balances: changed, ...asOf }) => {
        const content = { type: 'balance_update', data: () => encodeBalanceUpdate(changed) };
        this.#opened.get(nameOf('balances', account))?.stream.publish(content, asOf);
      }),
    ];
    return () => {
      for (const end of ends) end?.();
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

  /** Fills with how far they are now. */
  #placed(fills: readonly Fill[]): readonly Fill[] {
    const { settlement } = this.#options;
    if (settlement === null) return fills;
    return fills.map((fill) => ({ ...fill, settlement: settlement.tradeSettlement(fill.tradeId) }));
  }

  /** Tells those whose trades came a step further; some between them may have stayed behind. */
  #tellSettlement({ firstTrade, lastTrade, settlement: now }: TradesChange): void {
    const { accounts, settlement, accountHistory, asOf } = this.#options;
    for (const { kind, account, stream } of this.#opened.values()) {
      if (kind !== 'fills') continue;
      const tradeIds = accounts.activity
        .fills(account, accountHistory)
        .map(({ tradeId }) => tradeId)
        .filter((id) => id >= firstTrade && id <= lastTrade)
        .filter((id) => isAt(now, settlement?.tradeSettlement(id)));
      if (tradeIds.length === 0) continue;
      const data = () => encodeFillSettlement({ tradeIds, settlement: now });
      stream.publish({ type: 'fill_update', data }, asOf());
    }
  }

  /** Tells an account what happened to money on its way. */
  #tellTransfer(change: TransferChange): void {
    if (change.account === null) return;
    const stream = this.#opened.get(nameOf('transfers', change.account))?.stream;
    const data = () => encodeTransferUpdate(transferOf(change));
    stream?.publish({ type: 'transfer_update', data }, this.#options.asOf());
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
    const end = kind === 'balances' ? balances.watch(account) : () => undefined;
    return { stream, kind, account, end };
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
        const fills = this.#placed(activity.fills(account, snapshotFills));
        return { type: 'fill_update', data: () => encodeFillUpdate(fills) };
      }
      case 'transfers': {
        const { settlement, snapshotExits } = this.#options;
        const all = settlement?.underWay(account) ?? { deposits: [], withdrawals: [], exits: [] };
        const newest = { ...all, exits: all.exits.slice(0, snapshotExits) };
        return { type: 'transfer_update', data: () => encodeTransferUpdate(newest) };
      }
      case 'balances': {
        const all = balances.balances(account);
        if (all === null) return null;
        return { type: 'balance_update', data: () => encodeBalanceUpdate(all) };
      }
    }
  }
}

function transferOf(change: TransferChange): Partial<TransferUpdate> {
  switch (change.kind) {
    case 'deposit': {
      const { deposit, isDone } = change;
      return isDone ? { doneDeposits: [deposit.depositId] } : { deposits: [deposit] };
    }
    case 'withdrawal':
      return { withdrawals: [change.withdrawal] };
    case 'exit':
      return { exits: [change.exit] };
    case 'exits-undone':
      return { undoneExits: change.ids };
  }
}

/** Whether a trade is where others are: it may have stayed behind, or have come in another batch. */
function isAt(now: TradeSettlement, own: TradeSettlement | undefined): boolean {
  return own?.stage === now.stage && own.batch === now.batch;
}

function nameOf(kind: PrivateChannelKind, account: number): string {
  return `${kind}:${account}`;
}

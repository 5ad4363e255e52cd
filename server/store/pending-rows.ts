import type { CommandEffects } from '#server/projection.ts';
import { type AccountOrder, orderRow } from './order-row.ts';
import type { OrderRow, StoreBatch, TradeRow, TransferRow } from './store-batch.ts';
import { tradeRow } from './trade-row.ts';

/** What has changed and is not written yet. */
export class PendingRows {
  #seq: number;
  #takenSeq: number;
  #trades: TradeRow[] = [];
  #transfers: TransferRow[] = [];
  /** An order that changes several times between two writes is written once. */
  #orders = new Map<number, OrderRow>();

  /** @param seq last command that is written */
  constructor(seq: number) {
    this.#seq = seq;
    this.#takenSeq = seq;
  }

  /** Last command whose rows are here or were taken. */
  get seq(): number {
    return this.#seq;
  }

  get isEmpty(): boolean {
    return this.#seq === this.#takenSeq && this.count === 0;
  }

  get count(): number {
    return this.#trades.length + this.#orders.size + this.#transfers.length;
  }

  /** Takes what a durable command did; orders come by `putOrder`. */
  take({ seq, timeMs, events }: CommandEffects): void {
    for (const event of events) {
      if (event.kind === 'trade') this.#trades.push(tradeRow(event, timeMs));
      else if (event.kind === 'deposited' || event.kind === 'withdrawn') {
        const { account, asset, amount } = event;
        const kind = event.kind === 'deposited' ? 'deposit' : 'withdrawal';
        this.#transfers.push({ seq, account, kind, asset, amountQuanta: amount, timeMs });
      }
    }
    this.#seq = seq;
  }

  putOrder(order: AccountOrder): void {
    this.#orders.set(order.order.orderId, orderRow(order));
  }

  /** All of it, as one batch; nothing is left. */
  removeAll(): StoreBatch {
    const batch = {
      seq: this.#seq,
      trades: this.#trades,
      orders: [...this.#orders.values()],
      transfers: this.#transfers,
    };
    this.#takenSeq = this.#seq;
    this.#trades = [];
    this.#transfers = [];
    this.#orders = new Map();
    return batch;
  }
}

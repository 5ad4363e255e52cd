import type { CommandEffects } from '#server/projection.ts';
import { type AccountOrder, orderRow } from './order-row.ts';
import type {
  DepositRow,
  KeptChange,
  OrderRow,
  OrderVersionRow,
  SettlementRow,
  StoreBatch,
  TradeRow,
  TransferRow,
  WithdrawalRow,
} from './store-batch.ts';
import { tradeRow } from './trade-row.ts';

/** What has changed and is not written yet. */
export class PendingRows {
  #seq: number;
  #takenSeq: number;
  #trades: TradeRow[] = [];
  #transfers: TransferRow[] = [];
  #versions: OrderVersionRow[] = [];
  /** An order that changes several times between two writes is written once. */
  #orders = new Map<number, OrderRow>();
  #kept = new Map<string, KeptChange>();
  #deposits = new Map<number, DepositRow>();
  #settlements = new Map<number, SettlementRow>();
  #withdrawals = new Map<string, WithdrawalRow>();

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
    const rows = [this.#trades, this.#transfers, this.#versions];
    const maps = [this.#orders, this.#kept, this.#deposits, this.#settlements, this.#withdrawals];
    const mapped = maps.reduce((sum, { size }) => sum + size, 0);
    return rows.reduce((sum, { length }) => sum + length, mapped);
  }

  /** Takes what a durable command did; orders come by `putOrder`. */
  take({ seq, timeMs, events }: CommandEffects): void {
    for (const event of events) {
      if (event.kind === 'trade') this.#trades.push(tradeRow(event, timeMs));
      else if (event.kind === 'modified') {
        // What keeps its place is smaller and nothing else, which nobody has to sign.
        if (!event.keptPriority) this.#versions.push({ seq, orderId: event.orderId });
      } else if (event.kind === 'deposited' || event.kind === 'withdrawn') {
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

  putDeposit(row: DepositRow): void {
    this.#deposits.set(row.seq, row);
  }

  keep(change: KeptChange): void {
    this.#kept.set(`${change.kind} ${change.key}`, change);
  }

  putSettlement(row: SettlementRow): void {
    this.#settlements.set(row.batch, row);
  }

  putWithdrawal(row: WithdrawalRow): void {
    this.#withdrawals.set(`${row.account} ${row.nonce}`, row);
  }

  /** All of it, as one batch; nothing is left. */
  removeAll(): StoreBatch {
    const batch = {
      seq: this.#seq,
      trades: this.#trades,
      orders: [...this.#orders.values()],
      versions: this.#versions,
      transfers: this.#transfers,
      deposits: [...this.#deposits.values()],
      kept: [...this.#kept.values()],
      settlements: [...this.#settlements.values()],
      withdrawals: [...this.#withdrawals.values()],
    };
    this.#takenSeq = this.#seq;
    this.#trades = [];
    this.#transfers = [];
    this.#versions = [];
    this.#orders = new Map();
    this.#kept = new Map();
    this.#deposits = new Map();
    this.#settlements = new Map();
    this.#withdrawals = new Map();
    return batch;
  }
}

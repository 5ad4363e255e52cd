import type { Receipt } from '#lib/domain/receipt.ts';
import type { SignedOrder } from '#lib/domain/signed-order.ts';

/** An order that its owner was told is taken. */
export type ToldOrder = {
  readonly orderId: number;
  /** Lower case. */
  readonly address: string;
  readonly name: string;
  readonly symbol: string;
  readonly sells: boolean;
  readonly price: number;
  /** Of a leg as it was told then: fills of its order and of the other leg make it smaller. */
  readonly lots: number;
  /** 0 = none, or it was reached. */
  readonly trigger: number;
  /** Of a take-profit or stop-loss; 0 = it is none. */
  readonly parentId: number;
};

/** One side of a trade as its owner was told of it. */
export type ToldFill = {
  readonly tradeId: number;
  readonly orderId: number;
  readonly address: string;
  readonly isMaker: boolean;
  readonly sells: boolean;
  readonly price: number;
  readonly lots: number;
  readonly fee: number;
};

/** What became of a trade: it is in the contract, or it was undone. */
export type TradeEnd = 'settled' | 'annulled';

/** A withdrawal that its owner signed. */
export type AskedWithdrawal = {
  readonly address: string;
  readonly asset: number;
  readonly quanta: number;
  readonly nonce: number;
  readonly to: string;
};

/** An order, or a change of one under a new signature, that was acknowledged: there is a receipt of it. */
export type Acknowledged = {
  readonly orderId: number;
  /** Number of the command. */
  readonly seq: number;
  readonly address: string;
  /** What was signed, as far as it is known which of several it was. */
  readonly order: SignedOrder | null;
};

/** What users were told, and what they asked for, whatever became of it. */
export class ToldFacts {
  readonly orders = new Map<number, ToldOrder>();
  readonly fills = new Map<string, ToldFill>();
  readonly asked: AskedWithdrawal[] = [];
  /** Of those, `<account> <nonce>` of which they were told that they are on their way. */
  readonly acknowledged = new Set<string>();
  /** By `<order> <command>`. */
  readonly accepted = new Map<string, Acknowledged>();
  /** Of those, what the operator has signed, as it was downloaded once. */
  readonly receipts = new Map<string, Receipt>();

  /**
   * @throws Error when the same order was told otherwise before, other than at another price or, of a
   *   leg, larger.
   */
  order(order: ToldOrder): void {
    const before = this.orders.get(order.orderId);
    this.orders.set(order.orderId, order);
    if (before === undefined) return;
    const { price } = order;
    const mayShrink = order.parentId !== 0 && order.lots <= before.lots;
    const lots = mayShrink ? order.lots : before.lots;
    const trigger = order.trigger === 0 || before.trigger === 0 ? order.trigger : before.trigger;
    if (isSame({ ...before, price, lots, trigger }, order)) return;
    const texts = [before, order].map((each) => JSON.stringify(each));
    throw new Error(
      `order ${order.orderId} is told otherwise than before: ${texts.join(', then ')}`,
    );
  }

  /** @throws Error when the same fill was told otherwise before. */
  fill(fill: ToldFill): void {
    const key = `${fill.tradeId} ${fill.isMaker ? 'maker' : 'taker'}`;
    const before = this.fills.get(key);
    if (before !== undefined && !isSame(before, fill)) {
      throw new Error(`fill ${key} is told otherwise than before`);
    }
    this.fills.set(key, fill);
  }

  accept(accepted: Acknowledged): void {
    const key = versionOf(accepted);
    if (accepted.order !== null || !this.accepted.has(key)) this.accepted.set(key, accepted);
  }

  /** @throws Error when the operator has signed something else of the same before. */
  receipt(receipt: Receipt): void {
    const key = versionOf(receipt);
    const before = this.receipts.get(key);
    if (before !== undefined && !isSame(before, receipt)) {
      throw new Error(`the receipt of order ${key} is another one than before`);
    }
    this.receipts.set(key, receipt);
  }
}

/** What tells versions of orders apart. */
export function versionOf({ orderId, seq }: Pick<Acknowledged, 'orderId' | 'seq'>): string {
  return `${orderId} ${seq}`;
}

function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

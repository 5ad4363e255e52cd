/** An order that its owner was told is taken. */
export type ToldOrder = {
  readonly orderId: number;
  /** Lower case. */
  readonly address: string;
  readonly name: string;
  readonly symbol: string;
  readonly sells: boolean;
  readonly price: number;
  readonly lots: number;
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

/** A withdrawal that its owner signed. */
export type AskedWithdrawal = {
  readonly address: string;
  readonly asset: number;
  readonly quanta: number;
  readonly nonce: number;
  readonly to: string;
};

/** What users were told, and what they asked for, whatever became of it. */
export class ToldFacts {
  readonly orders = new Map<number, ToldOrder>();
  readonly fills = new Map<string, ToldFill>();
  readonly asked: AskedWithdrawal[] = [];
  /** Of those, `<account> <nonce>` of which they were told that they are on their way. */
  readonly acknowledged = new Set<string>();

  /** @throws Error when the same order was told otherwise before, other than at another price. */
  order(order: ToldOrder): void {
    const before = this.orders.get(order.orderId);
    if (before !== undefined && !isSame({ ...before, price: order.price }, order)) {
      throw new Error(`order ${order.orderId} is told otherwise than before`);
    }
    this.orders.set(order.orderId, order);
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
}

function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

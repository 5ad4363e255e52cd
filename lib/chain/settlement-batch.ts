import type { Address } from '#lib/domain/address.ts';
import type { Lots, Quanta, Ticks } from '#lib/domain/quanta.ts';
import { ONE_SHOT_FLAG, type SignedOrder } from '#lib/domain/signed-order.ts';

/** What the contract verifies of a signature: 64 bytes of a key, or what an account's contract takes. */
export type SettlementSignature = {
  readonly bytes: Uint8Array;
  readonly byContract: boolean;
  /** Signed for the epoch before the account's present one on chain. */
  readonly formerEpoch: boolean;
};

/** An order that trades in a batch, as it was signed. */
export type SettlementOrder = SettlementSignature & {
  readonly order: SignedOrder;
  /** What it is charged, parts per million of what it receives. */
  readonly makerFeePpm: number;
  readonly takerFeePpm: number;
};

/** A trade between two orders of the batch, named by their places in it. */
export type SettlementFill = {
  readonly taker: number;
  readonly maker: number;
  readonly lots: Lots;
  /** `null` = the maker's signed price. */
  readonly price: Ticks | null;
  readonly auction: boolean;
};

/** Money that leaves by its owner's signature. */
export type SettlementWithdrawal = SettlementSignature & {
  readonly account: Address;
  /** Number of the asset in the contract. */
  readonly asset: number;
  readonly to: Address;
  readonly amount: Quanta;
  readonly nonce: number;
  /** Unix seconds. */
  readonly expiry: number;
  /** Whether it is to be paid as native LUX. */
  readonly native: boolean;
};

export type SettlementBatch = {
  /** One more than the last batch's; the first is 1. */
  readonly sequence: number;
  readonly orders: readonly SettlementOrder[];
  /** In the order of the trades. */
  readonly fills: readonly SettlementFill[];
  readonly withdrawals: readonly SettlementWithdrawal[];
};

export type EncodedBatch = {
  /** What `settle` takes. */
  readonly bytes: Uint8Array;
  /** The part without signatures, which the event repeats. */
  readonly unsigned: Uint8Array;
};

/** Lengths and bits of docs/settlement.md, The batch. */
export const LAYOUT_VERSION = 1;
export const HEADER_BYTES = 16;
export const ROW_BYTES = 9;
export const ADDRESS_BYTES = 20;
export const ORDER_BYTES = 23;
export const WITHDRAWAL_BYTES = 42;
export const FILL_BYTES = 8;
export const PRICED_FILL_BYTES = 12;
export const BY_CONTRACT = 16;
export const FORMER_EPOCH = 32;
/** Of an order: it was signed with a trigger price. Of a withdrawal: it is paid as native LUX. */
const HAS_TRIGGER = 64;
export const IS_NATIVE = 64;
/** Highest bit of a fill's lots: a price follows; of its price: it is a fill of an auction. */
export const TOP_BIT = 0x8000_0000;

const MOST_ROWS = 255;
const MOST_INDICES = 65_536;
const MOST_WITHDRAWALS = 255;
const MOST_FILL_BYTES = 0xff_ffff;

/**
 * Writes a batch as `settle` takes it (docs/settlement.md, The batch). Accounts, orders and rates are
 * sorted and merged here; fills keep their order.
 *
 * @throws BatchTooLargeError when there is more of something than the layout can count.
 */
export function encodeBatch({
  sequence,
  orders,
  fills,
  withdrawals,
}: SettlementBatch): EncodedBatch {
  const accounts = accountsOf(orders, withdrawals);
  const rows = rowsOf(orders);
  const sorted = orders
    .map((order, place) => ({ order, place, account: placeOf(accounts, order.order.account) }))
    .sort((a, b) => sortKey(a) - sortKey(b) || a.order.order.nonce - b.order.order.nonce);
  const indices = new Map(sorted.map(({ place }, index) => [place, index]));
  const fillBytes = fills.reduce((sum, fill) => sum + fillLength(fill), 0);
  checkCounts({ rows: rows.length, accounts: accounts.length, orders: orders.length, fillBytes });
  if (withdrawals.length > MOST_WITHDRAWALS) throw new BatchTooLargeError('withdrawals');
  const writer = new BatchWriter();
  writer.number(LAYOUT_VERSION, 1).number(sequence, 6).number(rows.length, 1);
  writer.number(accounts.length, 2).number(orders.length, 2).number(fillBytes, 3);
  writer.number(withdrawals.length, 1);
  for (const row of rows) {
    writer.number(row.makerFeePpm, 3).number(row.takerFeePpm, 3).number(row.maxFeePpm, 3);
  }
  for (const account of accounts) writer.hex(account);
  for (const { order, account } of sorted) {
    writeOrder(writer, order, { account, row: rows.findIndex((row) => isRowOf(row, order)) });
  }
  for (const fill of fills) writeFill(writer, fill, indices);
  for (const withdrawal of withdrawals) {
    writeWithdrawal(writer, withdrawal, placeOf(accounts, withdrawal.account));
  }
  const unsigned = writer.bytes();
  for (const { order } of sorted) {
    const { triggerPrice } = order.order;
    if (triggerPrice !== 0) writer.number(triggerPrice, 4);
    writeSignature(writer, order);
  }
  for (const withdrawal of withdrawals) writeSignature(writer, withdrawal);
  return { bytes: writer.bytes(), unsigned };
}

/** What an order is charged, and agreed to. */
export type TermsRow = {
  readonly makerFeePpm: number;
  readonly takerFeePpm: number;
  readonly maxFeePpm: number;
};

function isRowOf(row: TermsRow, { makerFeePpm, takerFeePpm, order }: SettlementOrder): boolean {
  return (
    row.makerFeePpm === makerFeePpm &&
    row.takerFeePpm === takerFeePpm &&
    row.maxFeePpm === order.maxFeePpm
  );
}

function rowsOf(orders: readonly SettlementOrder[]): readonly TermsRow[] {
  const rows: TermsRow[] = [];
  for (const order of orders) {
    if (rows.some((row) => isRowOf(row, order))) continue;
    const { makerFeePpm, takerFeePpm } = order;
    rows.push({ makerFeePpm, takerFeePpm, maxFeePpm: order.order.maxFeePpm });
  }
  return rows;
}

/** Ascending, each once. */
function accountsOf(
  orders: readonly SettlementOrder[],
  withdrawals: readonly SettlementWithdrawal[],
): readonly string[] {
  const all = [...orders.map(({ order }) => order), ...withdrawals];
  return [...new Set(all.map(({ account }) => account.toLowerCase()))].sort();
}

function placeOf(accounts: readonly string[], account: Address): number {
  return accounts.indexOf(account.toLowerCase());
}

/** Account, then resting before one-shot orders. */
function sortKey({ order, account }: { order: SettlementOrder; account: number }): number {
  return 2 * account + ((order.order.flags & ONE_SHOT_FLAG) === 0 ? 0 : 1);
}

function checkCounts(counts: {
  readonly rows: number;
  readonly accounts: number;
  readonly orders: number;
  readonly fillBytes: number;
}): void {
  if (counts.rows > MOST_ROWS) throw new BatchTooLargeError('different fees');
  if (counts.accounts >= MOST_INDICES) throw new BatchTooLargeError('accounts');
  if (counts.orders >= MOST_INDICES) throw new BatchTooLargeError('orders');
  if (counts.fillBytes > MOST_FILL_BYTES) throw new BatchTooLargeError('fills');
}

function writeOrder(
  writer: BatchWriter,
  { order, byContract, formerEpoch }: SettlementOrder,
  { account, row }: { readonly account: number; readonly row: number },
): void {
  const bits =
    order.flags |
    (byContract ? BY_CONTRACT : 0) |
    (formerEpoch ? FORMER_EPOCH : 0) |
    (order.triggerPrice === 0 ? 0 : HAS_TRIGGER);
  writer.number(account, 2).number(row, 1).number(bits, 1).number(order.market, 1);
  writer.number(order.price, 4).number(order.quantity, 4);
  writer.number(order.nonce, 6).number(order.expiry, 4);
}

function fillLength({ price }: SettlementFill): number {
  return price === null ? FILL_BYTES : PRICED_FILL_BYTES;
}

function writeFill(
  writer: BatchWriter,
  { taker, maker, lots, price, auction }: SettlementFill,
  indices: ReadonlyMap<number, number>,
): void {
  writer
    .number(indices.get(taker) ?? MOST_INDICES, 2)
    .number(indices.get(maker) ?? MOST_INDICES, 2);
  writer.number(price === null ? lots : lots + TOP_BIT, 4);
  if (price !== null) writer.number(auction ? price + TOP_BIT : price, 4);
}

function writeWithdrawal(
  writer: BatchWriter,
  { byContract, formerEpoch, native, asset, to, amount, nonce, expiry }: SettlementWithdrawal,
  account: number,
): void {
  const bits =
    (byContract ? BY_CONTRACT : 0) | (formerEpoch ? FORMER_EPOCH : 0) | (native ? IS_NATIVE : 0);
  writer.number(account, 2).number(bits, 1).number(asset, 1).hex(to);
  writer.number(amount, 8).number(nonce, 6).number(expiry, 4);
}

function writeSignature(writer: BatchWriter, { bytes, byContract }: SettlementSignature): void {
  if (byContract) writer.number(bytes.length, 2);
  writer.append(bytes);
}

/** Bytes, most significant first. */
class BatchWriter {
  readonly #bytes: number[] = [];

  /** A whole number of at most 2^53 − 1. */
  number(value: number, bytes: number): this {
    if (!Number.isSafeInteger(value) || value < 0 || value >= 256 ** bytes) {
      throw new RangeError(`${value} does not fit into ${bytes} bytes`);
    }
    for (let place = bytes - 1; place >= 0; place -= 1) {
      this.#bytes.push(Math.floor(value / 256 ** place) % 256);
    }
    return this;
  }

  hex(text: string): this {
    for (let at = 2; at < text.length; at += 2) {
      this.#bytes.push(Number.parseInt(text.slice(at, at + 2), 16));
    }
    return this;
  }

  append(bytes: Uint8Array): this {
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

/** A batch has more of something than its layout can count. */
export class BatchTooLargeError extends Error {
  override readonly name = 'BatchTooLargeError';

  constructor(what: string) {
    super(`A batch cannot hold so many ${what}. Settle fewer trades at a time.`);
  }
}

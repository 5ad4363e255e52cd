import { bytesToHex } from 'viem';
import type { Address } from '#lib/domain/address.ts';
import type { Lots, Quanta, Ticks } from '#lib/domain/quanta.ts';
import {
  ADDRESS_BYTES,
  BY_CONTRACT,
  FILL_BYTES,
  FORMER_EPOCH,
  HEADER_BYTES,
  IS_NATIVE,
  LAYOUT_VERSION,
  ORDER_BYTES,
  PRICED_FILL_BYTES,
  ROW_BYTES,
  type SettlementFill,
  type TermsRow,
  TOP_BIT,
  WITHDRAWAL_BYTES,
} from './settlement-batch.ts';

/** An order in a settled batch. */
export type SettledOrder = TermsRow & {
  readonly account: Address;
  /** As signed: 1 sell, 2 one-shot, 4 post-only. */
  readonly flags: number;
  readonly byContract: boolean;
  readonly formerEpoch: boolean;
  readonly market: number;
  readonly price: Ticks;
  readonly quantity: Lots;
  readonly nonce: number;
  /** Unix seconds. */
  readonly expiry: number;
};

/** A withdrawal in a settled batch. */
export type SettledWithdrawal = {
  readonly account: Address;
  readonly asset: number;
  readonly to: Address;
  readonly amount: Quanta;
  readonly nonce: number;
  readonly expiry: number;
  readonly native: boolean;
};

/** What the event of a batch says, which is all but its signatures. */
export type SettledBatch = {
  readonly sequence: number;
  readonly accounts: readonly Address[];
  readonly orders: readonly SettledOrder[];
  readonly fills: readonly SettlementFill[];
  readonly withdrawals: readonly SettledWithdrawal[];
};

const FLAGS = 0x0f;

/**
 * Reads a batch without its signatures, as the event `Settled` has it (docs/settlement.md, The batch).
 *
 * @throws MalformedBatchError when the bytes are none.
 */
export function readSettledBatch(bytes: Uint8Array): SettledBatch {
  const reader = new BatchReader(bytes);
  if (reader.number(1) !== LAYOUT_VERSION) throw new MalformedBatchError('its version is another');
  const sequence = reader.number(6);
  const rowCount = reader.number(1);
  const accountCount = reader.number(2);
  const orderCount = reader.number(2);
  const fillBytes = reader.number(3);
  const withdrawalCount = reader.number(1);
  const length =
    HEADER_BYTES +
    rowCount * ROW_BYTES +
    accountCount * ADDRESS_BYTES +
    orderCount * ORDER_BYTES +
    fillBytes +
    withdrawalCount * WITHDRAWAL_BYTES;
  if (length !== bytes.length) throw new MalformedBatchError('its length is another');
  const rows = times(rowCount, () => ({
    makerFeePpm: reader.number(3),
    takerFeePpm: reader.number(3),
    maxFeePpm: reader.number(3),
  }));
  const accounts = times(accountCount, () => reader.address());
  const orders = times(orderCount, () => readOrder(reader, { rows, accounts }));
  const fills = readFills(reader, fillBytes);
  const withdrawals = times(withdrawalCount, () => readWithdrawal(reader, accounts));
  return { sequence, accounts, orders, fills, withdrawals };
}

function readOrder(
  reader: BatchReader,
  of: { readonly rows: readonly TermsRow[]; readonly accounts: readonly Address[] },
): SettledOrder {
  const account = named(of.accounts, reader.number(2));
  const row = named(of.rows, reader.number(1));
  const bits = reader.number(1);
  return {
    ...row,
    account,
    flags: bits & FLAGS,
    byContract: (bits & BY_CONTRACT) !== 0,
    formerEpoch: (bits & FORMER_EPOCH) !== 0,
    market: reader.number(1),
    price: reader.number(4),
    quantity: reader.number(4),
    nonce: reader.number(6),
    expiry: reader.number(4),
  };
}

function readFills(reader: BatchReader, length: number): readonly SettlementFill[] {
  const fills: SettlementFill[] = [];
  for (let left = length; left > 0; ) {
    const fill = readFill(reader);
    fills.push(fill);
    left -= fill.price === null ? FILL_BYTES : PRICED_FILL_BYTES;
    if (left < 0) throw new MalformedBatchError('its last fill is cut off');
  }
  return fills;
}

function readFill(reader: BatchReader): SettlementFill {
  const taker = reader.number(2);
  const maker = reader.number(2);
  const lots = reader.number(4);
  if (lots < TOP_BIT) return { taker, maker, lots, price: null, auction: false };
  const price = reader.number(4);
  const auction = price >= TOP_BIT;
  return {
    taker,
    maker,
    lots: lots - TOP_BIT,
    price: auction ? price - TOP_BIT : price,
    auction,
  };
}

function readWithdrawal(reader: BatchReader, accounts: readonly Address[]): SettledWithdrawal {
  const account = named(accounts, reader.number(2));
  const bits = reader.number(1);
  return {
    account,
    native: (bits & IS_NATIVE) !== 0,
    asset: reader.number(1),
    to: reader.address(),
    amount: reader.number(8),
    nonce: reader.number(6),
    expiry: reader.number(4),
  };
}

function times<Item>(count: number, read: () => Item): Item[] {
  return Array.from({ length: count }, read);
}

function named<Item>(items: readonly Item[], place: number): Item {
  const item = items[place];
  if (item === undefined) throw new MalformedBatchError(`it has no place ${place}`);
  return item;
}

/** Numbers and addresses, one after another. */
class BatchReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  number(bytes: number): number {
    let value = 0;
    for (const byte of this.#take(bytes)) value = value * 256 + byte;
    if (!Number.isSafeInteger(value)) throw new MalformedBatchError('a number is above 2^53 − 1');
    return value;
  }

  address(): Address {
    return bytesToHex(this.#take(ADDRESS_BYTES));
  }

  #take(count: number): Uint8Array {
    const end = this.#at + count;
    if (end > this.#bytes.length) throw new MalformedBatchError('it is cut short');
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }
}

/** Bytes that are no batch. */
export class MalformedBatchError extends Error {
  override readonly name = 'MalformedBatchError';

  constructor(why: string) {
    super(`These bytes are no batch: ${why}.`);
  }
}

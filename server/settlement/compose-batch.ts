import { keccak256 } from 'viem';
import {
  encodeBatch,
  FILL_BYTES,
  ORDER_BYTES,
  PRICED_FILL_BYTES,
  type SettlementBatch,
  type SettlementOrder,
  type SettlementWithdrawal,
} from '#lib/chain/settlement-batch.ts';
import type { Address } from '#lib/domain/address.ts';
import { findMarketById } from '#lib/domain/market.ts';
import { ONE_SHOT_FLAG } from '#lib/domain/signed-order.ts';
import { chainAsset } from './asset-numbers.ts';
import { isByContract, type MatchedTrade, type SignedVersion } from './signed-version.ts';
import type { OpenWithdrawal } from './withdrawal-queue.ts';

/** How large a batch may be. */
export type BatchBounds = {
  readonly fills: number;
  readonly bytes: number;
  /** As `estimatedGas` reckons. */
  readonly gas: number;
};

/** A trade both of whose sides are signed. */
export type SettleableTrade = MatchedTrade & {
  readonly makerVersion: SignedVersion;
  readonly takerVersion: SignedVersion;
};

export type BatchParts = {
  readonly sequence: number;
  /** Ascending by id, beginning with the oldest one that is not settled; none is left out. */
  readonly trades: readonly SettleableTrade[];
  /** In the order in which they are to be paid; by account their nonces ascend. */
  readonly withdrawals: readonly OpenWithdrawal[];
  /** Of an account on chain. */
  readonly epochOf: (account: number) => number;
  readonly addressOf: (account: number) => Address;
};

/** A batch, and what it is made of. */
export type ComposedBatch = {
  readonly batch: SettlementBatch;
  readonly bytes: Uint8Array;
  readonly unsigned: Uint8Array;
  /** Keccak-256 of what the event repeats. */
  readonly digest: `0x${string}`;
  /** In the order of the fills. */
  readonly trades: readonly SettleableTrade[];
  /** In the order of the batch's withdrawals. */
  readonly withdrawals: readonly OpenWithdrawal[];
  /** Epochs on chain with which it was composed. */
  readonly epochOf: (account: number) => number;
};

/** Gas of the parts of a batch, on the safe side; what it takes really is estimated by the node. */
const GAS = { batch: 100_000, order: 44_000, contractOrder: 344_000, fill: 14_000, byte: 16 };
const WITHDRAWAL_GAS = 110_000;
/** What an account's contract may use up to say what its signature is worth. */
const CONTRACT_GAS = 300_000;
/** A terms row and an account that an order brings with it, and its signature. */
const ORDER_OVERHEAD_BYTES = 29 + 64;
/** A withdrawal, the account that it brings with it, and the length of its signature. */
const WITHDRAWAL_BYTES = 42 + 20 + 2;

/**
 * How many of the trades, from the first on, go into one batch: within the bounds, and so that it ends
 * behind all trades of a command. Only where one command alone is too large for a batch it ends inside
 * of it, though never inside of a one-shot order, which has to be settled whole.
 */
export function fittingTrades(
  trades: readonly SettleableTrade[],
  {
    bounds,
    hasToWait = () => false,
  }: {
    readonly bounds: BatchBounds;
    /** Whether a trade cannot be settled yet: the batch ends before it. */
    readonly hasToWait?: (trade: SettleableTrade) => boolean;
  },
): number {
  const size = new BatchSize();
  let [afterCommand, afterOrder] = [0, 0];
  let waits = false;
  for (const [place, trade] of trades.entries()) {
    waits = hasToWait(trade);
    size.add(trade);
    if (waits || !size.isWithin(bounds)) break;
    const next = trades[place + 1];
    if (next === undefined || next.seq !== trade.seq) afterCommand = place + 1;
    if (next === undefined || !sameOneShot(trade, next)) afterOrder = place + 1;
  }
  if (afterCommand > 0) return afterCommand;
  if (afterOrder > 0 || waits) return afterOrder;
  // A single order that is larger than the bounds goes alone: it cannot be settled otherwise.
  const [first] = trades;
  if (first === undefined) return 0;
  const end = trades.findIndex((trade) => !sameOneShot(first, trade));
  return end === -1 ? trades.length : Math.max(1, end);
}

/** The batch of these trades and withdrawals, ready to be sent. */
export function composeBatch(parts: BatchParts): ComposedBatch {
  const { sequence, trades, withdrawals, epochOf } = parts;
  const orders: SettlementOrder[] = [];
  const places = new Map<string, number>();
  const placeOf = (version: SignedVersion, market: number) => {
    const key = `${version.account}:${version.order.flags & ONE_SHOT_FLAG}:${version.order.nonce}`;
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, orders.length);
    orders.push(settlementOrder(version, market, epochOf(version.account)));
    return orders.length - 1;
  };
  const fills = trades.map(({ takerVersion, makerVersion, market, lots, price, auction }) => ({
    taker: placeOf(takerVersion, market),
    maker: placeOf(makerVersion, market),
    lots,
    price: !auction && price === makerVersion.order.price ? null : price,
    auction,
  }));
  const paid = withdrawals.map((withdrawal) => settlementWithdrawal(withdrawal, parts));
  const batch = { sequence, orders, fills, withdrawals: paid };
  const { bytes, unsigned } = encodeBatch(batch);
  return { batch, bytes, unsigned, digest: keccak256(unsigned), trades, withdrawals, epochOf };
}

function sameOneShot(a: SettleableTrade, b: SettleableTrade): boolean {
  const { orderId, order } = a.takerVersion;
  return orderId === b.takerVersion.orderId && (order.flags & ONE_SHOT_FLAG) !== 0;
}

function settlementOrder(
  { order, signature }: SignedVersion,
  market: number,
  chainEpoch: number,
): SettlementOrder {
  const found = findMarketById(market);
  return {
    order,
    bytes: signature,
    byContract: isByContract(signature),
    formerEpoch: order.epoch === chainEpoch - 1,
    makerFeePpm: found?.makerFeePpm ?? 0,
    takerFeePpm: found?.takerFeePpm ?? 0,
  };
}

function settlementWithdrawal(
  { account, asset, to, amount, nonce, expiry, native, epoch, signature }: OpenWithdrawal,
  { addressOf, epochOf }: BatchParts,
): SettlementWithdrawal {
  const number = chainAsset(asset);
  if (number === null) throw new RangeError(`the contract does not list asset ${asset}`);
  return {
    account: addressOf(account),
    asset: number,
    to,
    amount,
    nonce,
    expiry,
    native,
    bytes: signature,
    byContract: isByContract(signature),
    formerEpoch: epoch === epochOf(account) - 1,
  };
}

/** Bytes and gas of what has been added, on the safe side. */
class BatchSize {
  readonly #orders = new Set<string>();
  #fills = 0;
  #bytes = 0;
  #gas = GAS.batch;

  add({ takerVersion, makerVersion, auction, price }: SettleableTrade): void {
    for (const version of [takerVersion, makerVersion]) this.#addOrder(version);
    const hasPrice = auction || price !== makerVersion.order.price;
    const bytes = hasPrice ? PRICED_FILL_BYTES : FILL_BYTES;
    this.#fills += 1;
    this.#bytes += bytes;
    this.#gas += GAS.fill + bytes * GAS.byte;
  }

  get gas(): number {
    return this.#gas;
  }

  isWithin({ fills, bytes, gas }: BatchBounds): boolean {
    return this.#fills <= fills && this.#bytes <= bytes && this.#gas <= gas;
  }

  #addOrder({ account, order, signature }: SignedVersion): void {
    const key = `${account}:${order.flags & ONE_SHOT_FLAG}:${order.nonce}`;
    if (this.#orders.has(key)) return;
    this.#orders.add(key);
    const bytes = ORDER_BYTES + ORDER_OVERHEAD_BYTES + signature.length;
    this.#bytes += bytes;
    this.#gas += isByContract(signature) ? GAS.contractOrder : GAS.order;
    this.#gas += bytes * GAS.byte;
  }
}

/** Gas of a batch, on the safe side, whatever the contracts of its accounts answer. */
export function estimatedGas({
  trades,
  withdrawals,
}: Pick<ComposedBatch, 'trades' | 'withdrawals'>): number {
  const size = new BatchSize();
  for (const trade of trades) size.add(trade);
  return withdrawals.reduce((sum, withdrawal) => sum + withdrawalGas(withdrawal), size.gas);
}

function withdrawalGas({ signature }: OpenWithdrawal): number {
  return WITHDRAWAL_GAS + (isByContract(signature) ? CONTRACT_GAS : 0);
}

/** How many withdrawals go into a batch beside its trades. */
export function fittingWithdrawals(
  withdrawals: readonly OpenWithdrawal[],
  bounds: BatchBounds,
): readonly OpenWithdrawal[] {
  let [gas, bytes] = [0, 0];
  const end = withdrawals.findIndex((withdrawal, place) => {
    gas += withdrawalGas(withdrawal);
    bytes += WITHDRAWAL_BYTES + withdrawal.signature.length;
    return place >= MOST_WITHDRAWALS || gas > bounds.gas || bytes > bounds.bytes;
  });
  return end === -1 ? withdrawals : withdrawals.slice(0, end);
}

/** Withdrawals are counted in one byte; the rest of a batch's room is the trades'. */
const MOST_WITHDRAWALS = 64;

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Address } from '#lib/domain/address.ts';
import { ONE_SHOT_FLAG } from '#lib/domain/signed-order.ts';
import { MalformedBatchError, readSettledBatch } from './read-settled-batch.ts';
import { BatchTooLargeError, encodeBatch, type SettlementOrder } from './settlement-batch.ts';

const address = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes): Address => `0x${Buffer.from(bytes).toString('hex')}`);
const word = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const nonce = fc.integer({ min: 1, max: 2 ** 48 - 1 });
const seconds = fc.integer({ min: 1, max: 2 ** 32 - 1 });
const ppm = fc.integer({ min: 0, max: 2 ** 24 - 1 });
const keySignature = fc.uint8Array({ minLength: 64, maxLength: 64 });
const signature = fc.oneof(
  fc.record({ bytes: keySignature, byContract: fc.constant(false) }),
  fc.record({ bytes: fc.uint8Array({ maxLength: 255 }), byContract: fc.constant(true) }),
);

const order = fc
  .record({
    order: fc.record({
      account: address,
      market: fc.integer({ min: 1, max: 63 }),
      flags: fc.integer({ min: 0, max: 15 }),
      price: word,
      quantity: word,
      triggerPrice: fc.oneof(fc.constant(0), word),
      nonce,
      expiry: seconds,
      epoch: fc.constant(0),
      maxFeePpm: ppm,
    }),
    makerFeePpm: ppm,
    takerFeePpm: ppm,
    formerEpoch: fc.boolean(),
    signed: signature,
  })
  .map(({ signed, ...rest }): SettlementOrder => ({ ...rest, ...signed }));

const batch = fc
  .record({
    sequence: nonce,
    orders: fc.uniqueArray(order, {
      maxLength: 12,
      selector: ({ order: { account, nonce: number } }) => `${account} ${number}`,
    }),
    withdrawals: fc.array(
      fc
        .record({
          account: address,
          asset: fc.nat({ max: 255 }),
          to: address,
          amount: fc.maxSafeNat(),
          nonce,
          expiry: seconds,
          native: fc.boolean(),
          formerEpoch: fc.boolean(),
          signed: signature,
        })
        .map(({ signed, ...rest }) => ({ ...rest, ...signed })),
      { maxLength: 4 },
    ),
  })
  .chain(({ orders, ...rest }) => {
    const place = fc.nat({ max: Math.max(0, orders.length - 1) });
    const fill = fc.record({
      taker: place,
      maker: place,
      lots: word,
      price: fc.option(word),
      auction: fc.boolean(),
    });
    const fills = fc.array(fill, { maxLength: orders.length === 0 ? 0 : 8 });
    return fills.map((all) => ({
      ...rest,
      orders,
      fills: all.map((one) => ({ ...one, auction: one.auction && one.price !== null })),
    }));
  });

describe('a batch', () => {
  it('reads as it was written, whatever the order of its orders', () => {
    fc.assert(
      fc.property(batch, (given) => {
        const read = readSettledBatch(encodeBatch(given).unsigned);
        expect(read.sequence).toBe(given.sequence);
        const fills = read.fills.map(({ taker, maker, ...fill }) => ({
          ...fill,
          taker: read.orders[taker],
          maker: read.orders[maker],
        }));
        expect(fills).toEqual(
          given.fills.map(({ taker, maker, ...fill }) => ({
            ...fill,
            taker: settled(given.orders[taker]),
            maker: settled(given.orders[maker]),
          })),
        );
        expect(new Set(read.orders)).toEqual(new Set(given.orders.map(settled)));
        expect(read.withdrawals).toEqual(
          given.withdrawals.map(({ bytes: _, byContract: __, formerEpoch: ___, ...rest }) => rest),
        );
      }),
    );
  });

  it('has accounts and orders strictly ascending, as the contract wants them', () => {
    fc.assert(
      fc.property(batch, (given) => {
        const { accounts, orders } = readSettledBatch(encodeBatch(given).unsigned);
        expect([...new Set(accounts)].sort()).toEqual(accounts);
        const keys = orders.map(({ account, flags, nonce: number }) => [
          accounts.indexOf(account),
          flags & ONE_SHOT_FLAG,
          number,
        ]);
        const sorted = keys.toSorted(
          (a, b) =>
            (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0) || (a[2] ?? 0) - (b[2] ?? 0),
        );
        expect(keys).toEqual(sorted);
      }),
    );
  });

  it('ends with the signatures of its orders and withdrawals', () => {
    fc.assert(
      fc.property(batch, (given) => {
        const { bytes, unsigned } = encodeBatch(given);
        const extra = (one: { bytes: Uint8Array; byContract: boolean }) =>
          one.bytes.length + (one.byContract ? 2 : 0);
        const triggers = given.orders.filter((one) => one.order.triggerPrice !== 0).length;
        const signatures = [...given.orders, ...given.withdrawals].reduce(
          (sum, one) => sum + extra(one),
          0,
        );
        expect(bytes.subarray(0, unsigned.length)).toEqual(unsigned);
        expect(bytes.length - unsigned.length).toBe(signatures + 4 * triggers);
      }),
    );
  });

  it('is refused when it is cut, longer, or of another version', () => {
    fc.assert(
      fc.property(batch, fc.nat(), (given, cut) => {
        const { unsigned } = encodeBatch(given);
        const shorter = unsigned.subarray(0, cut % unsigned.length);
        expect(() => readSettledBatch(shorter)).toThrow(MalformedBatchError);
        expect(() => readSettledBatch(Uint8Array.of(...unsigned, 0))).toThrow(MalformedBatchError);
        expect(() => readSettledBatch(Uint8Array.of(2, ...unsigned.subarray(1)))).toThrow(
          MalformedBatchError,
        );
      }),
    );
  });

  it('of 256 different fees is too large', () => {
    const [one] = fc.sample(order, 1);
    const orders = Array.from({ length: 256 }, (_, index) => ({
      ...(one as SettlementOrder),
      makerFeePpm: index,
    }));
    expect(() => encodeBatch({ sequence: 1, orders, fills: [], withdrawals: [] })).toThrow(
      BatchTooLargeError,
    );
  });
});

/** What the event says of an order. */
function settled(given: SettlementOrder | undefined) {
  if (given === undefined) return undefined;
  const { order: signed, makerFeePpm, takerFeePpm, byContract, formerEpoch } = given;
  const { epoch: _, triggerPrice: __, ...rest } = signed;
  return { ...rest, makerFeePpm, takerFeePpm, byContract, formerEpoch };
}

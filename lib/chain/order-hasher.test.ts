import fc from 'fast-check';
import { bytesToHex, hashTypedData } from 'viem';
import { describe, expect, it } from 'vitest';
import type { Address } from '#lib/domain/address.ts';
import type { SignedOrder } from '#lib/domain/signed-order.ts';
import { OrderHasher, UnsignableFieldError } from './order-hasher.ts';
import {
  agentApprovalTypedData,
  cancelAllTypedData,
  type OrderDomain,
  orderTypedData,
  withdrawalTypedData,
} from './order-typed-data.ts';

const address = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes): Address => bytesToHex(bytes));
const uint = (bits: number) => fc.integer({ min: 0, max: 2 ** bits - 1 });
const nonce = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const safe = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const domain = fc.record({
  chainId: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  verifyingContract: address,
});
const order = fc.record({
  account: address,
  market: uint(16),
  flags: uint(8),
  price: safe,
  quantity: safe,
  triggerPrice: safe,
  nonce,
  expiry: uint(32),
  epoch: uint(16),
  maxFeePpm: uint(24),
});

const SAMPLE_DOMAIN: OrderDomain = {
  chainId: 1337,
  verifyingContract: '0x1234567890123456789012345678901234567890',
};
const SAMPLE: SignedOrder = {
  account: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  market: 1,
  flags: 3,
  price: 6_742_150,
  quantity: 15_000,
  triggerPrice: 0,
  nonce: 1_790_000_040_000,
  expiry: 1_800_000_000,
  epoch: 2,
  maxFeePpm: 500,
};

describe('OrderHasher', () => {
  it('hashes every order as viem does, one after the other with the same hasher', () => {
    fc.assert(
      fc.property(domain, fc.array(order, { minLength: 1, maxLength: 4 }), (where, orders) => {
        const hasher = new OrderHasher(where);
        for (const each of orders) {
          expect(bytesToHex(hasher.order(each))).toBe(hashTypedData(orderTypedData(where, each)));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('hashes approvals, cancels and withdrawals as viem does, also after larger structs', () => {
    const approval = fc.record({
      account: address,
      agent: address,
      expiry: uint(32),
      markets: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      maxNotional: fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
      nonce,
    });
    const cancelAll = fc.record({ account: address, epoch: uint(16) });
    const withdrawal = fc.record({
      account: address,
      asset: address,
      amount: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      to: address,
      nonce,
      expiry: uint(32),
      epoch: uint(16),
    });
    fc.assert(
      fc.property(domain, order, approval, cancelAll, withdrawal, (where, first, ...structs) => {
        const hasher = new OrderHasher(where);
        hasher.order(first);
        const [approved, canceled, withdrawn] = structs;
        expect([
          bytesToHex(hasher.withdrawal(withdrawn)),
          bytesToHex(hasher.agentApproval(approved)),
          bytesToHex(hasher.cancelAll(canceled)),
        ]).toEqual([
          hashTypedData(withdrawalTypedData(where, withdrawn)),
          hashTypedData(agentApprovalTypedData(where, approved)),
          hashTypedData(cancelAllTypedData(where, canceled)),
        ]);
      }),
      { numRuns: 80 },
    );
  });

  it('gives the digest that is written down here, so that a change of the struct is seen', () => {
    expect(bytesToHex(new OrderHasher(SAMPLE_DOMAIN).order(SAMPLE))).toBe(
      '0x693b7cadbbbb41bbbe9c4aec24e56043717dba67b9980624bd06b70fc7c06afa',
    );
  });

  it('gives another digest on another chain, for another contract and for every changed field', () => {
    const base = bytesToHex(new OrderHasher(SAMPLE_DOMAIN).order(SAMPLE));
    const otherDomains = [
      { ...SAMPLE_DOMAIN, chainId: 96_369 },
      { ...SAMPLE_DOMAIN, verifyingContract: SAMPLE.account },
    ];
    const others = otherDomains.map((where) => bytesToHex(new OrderHasher(where).order(SAMPLE)));
    const changes: Partial<SignedOrder>[] = [
      { account: SAMPLE_DOMAIN.verifyingContract },
      { market: 2 },
      { flags: 2 },
      { price: 1 },
      { quantity: 1 },
      { triggerPrice: 1 },
      { nonce: 1 },
      { expiry: 1 },
      { epoch: 1 },
      { maxFeePpm: 1 },
    ];
    const hasher = new OrderHasher(SAMPLE_DOMAIN);
    const changed = changes.map((change) => bytesToHex(hasher.order({ ...SAMPLE, ...change })));
    expect(new Set([base, ...others, ...changed]).size).toBe(13);
  });

  it('does not care for the letter case of addresses', () => {
    const hasher = new OrderHasher(SAMPLE_DOMAIN);
    const lower = { ...SAMPLE, account: SAMPLE.account.toLowerCase() as Address };
    expect(hasher.order(lower)).toEqual(hasher.order(SAMPLE));
  });

  it.each<[string, Partial<SignedOrder>]>([
    ['account', { account: '0x1234' }],
    ['market', { market: 65_536 }],
    ['flags', { flags: 256 }],
    ['price', { price: -1 }],
    ['quantity', { quantity: 0.5 }],
    ['triggerPrice', { triggerPrice: Number.NaN }],
    ['nonce', { nonce: 2 ** 48 }],
    ['expiry', { expiry: 2 ** 32 }],
    ['epoch', { epoch: Number.POSITIVE_INFINITY }],
    ['maxFeePpm', { maxFeePpm: 2 ** 24 }],
  ])('refuses a %s that its type cannot hold, instead of cutting it off', (field, change) => {
    const hasher = new OrderHasher(SAMPLE_DOMAIN);
    const hash = () => hasher.order({ ...SAMPLE, ...change });
    expect(hash).toThrow(UnsignableFieldError);
    expect(hash).toThrow(new RegExp(`^${field} `));
  });

  it('refuses bitmaps and amounts that their types cannot hold', () => {
    const hasher = new OrderHasher(SAMPLE_DOMAIN);
    const approval = {
      account: SAMPLE.account,
      agent: SAMPLE.account,
      expiry: 1,
      markets: 2n ** 64n,
      maxNotional: 0n,
      nonce: 1,
    };
    expect(() => hasher.agentApproval(approval)).toThrow(/^markets /);
    expect(() => hasher.agentApproval({ ...approval, markets: 1n, maxNotional: -1n })).toThrow(
      /^maxNotional /,
    );
  });
});

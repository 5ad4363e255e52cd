import { hashTypedData } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Receipt } from '#lib/domain/receipt.ts';
import { decodeReceipt, encodeReceipt } from '#lib/protocol/rest/receipt.ts';
import { orderTypedData, receiptTypedData } from './order-typed-data.ts';
import { verifyReceipt } from './verify-receipt.ts';

const operator = privateKeyToAccount(`0x${'07'.repeat(32)}`);
const somebody = privateKeyToAccount(`0x${'08'.repeat(32)}`);
const domain = { chainId: 1337, verifyingContract: `0x${'c1'.repeat(20)}` } as const;
const order = {
  account: somebody.address,
  market: 1,
  flags: 0,
  price: 6_600_000,
  quantity: 100,
  triggerPrice: 0,
  nonce: 7,
  expiry: 1_800_000_000,
  epoch: 0,
  maxFeePpm: 500,
};
const facts = {
  seq: 41,
  orderHash: hashTypedData(orderTypedData(domain, order)),
  previousLogHash: `0x${'ee'.repeat(32)}`,
} as const;

let receipt: Receipt;

beforeAll(async () => {
  receipt = {
    seq: facts.seq,
    orderId: 164,
    order,
    orderHash: facts.orderHash,
    logHash: facts.previousLogHash,
    block: { firstSeq: 40, lastSeq: 44, hash: `0x${'ff'.repeat(32)}` },
    ...domain,
    operator: operator.address,
    signature: await operator.signTypedData(receiptTypedData(domain, facts)),
  };
});

describe('verifyReceipt', () => {
  it('finds nothing wrong with what the operator signed, as it was downloaded', async () => {
    const text = JSON.stringify(encodeReceipt(receipt));
    expect(decodeReceipt(JSON.parse(text))).toEqual(receipt);
    expect(await verifyReceipt(decodeReceipt(JSON.parse(text)))).toBeNull();
  });

  it.each([
    ['another price', { order: { ...order, price: 6_600_001 } }, 'order-hash'],
    ['another account', { order: { ...order, account: operator.address } }, 'order-hash'],
    ['another chain', { chainId: 96_369 }, 'order-hash'],
    ['another contract', { verifyingContract: somebody.address }, 'order-hash'],
    ['another hash', { orderHash: `0x${'ab'.repeat(32)}` }, 'order-hash'],
    ['a command outside of its block', { seq: 45 }, 'block'],
    ['another command', { seq: 42 }, 'signature'],
    ['another log', { logHash: `0x${'ed'.repeat(32)}` }, 'signature'],
    ['another operator', { operator: somebody.address }, 'signature'],
    ['a signature of no key', { signature: `0x${'00'.repeat(65)}` }, 'signature'],
  ] as const)('finds %s', async (_, change, fault) => {
    expect(await verifyReceipt({ ...receipt, ...change })).toBe(fault);
  });

  it('finds an order that was changed together with its hash', async () => {
    const changed = { ...order, quantity: 1 };
    const orderHash = hashTypedData(orderTypedData(domain, changed));
    expect(await verifyReceipt({ ...receipt, order: changed, orderHash })).toBe('signature');
  });
});

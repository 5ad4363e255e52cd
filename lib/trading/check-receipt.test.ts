import { hashTypedData } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { beforeAll, describe, expect, it } from 'vitest';
import { orderTypedData, receiptTypedData } from '#lib/chain/order-typed-data.ts';
import type { Receipt } from '#lib/domain/receipt.ts';
import { checkReceipt, type ReceiptFacts } from './check-receipt.ts';

const operator = privateKeyToAccount(`0x${'07'.repeat(32)}`);
const trader = privateKeyToAccount(`0x${'08'.repeat(32)}`);
const domain = { chainId: 1337, verifyingContract: `0x${'c1'.repeat(20)}` } as const;
const order = {
  account: trader.address,
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
const orderHash = hashTypedData(orderTypedData(domain, order));
const previousLogHash = `0x${'ee'.repeat(32)}` as const;
const asked: ReceiptFacts = {
  orderId: 164,
  owner: trader.address,
  domain,
  operator: operator.address,
};

let receipt: Receipt;

beforeAll(async () => {
  const facts = { seq: 41, orderHash, previousLogHash };
  receipt = {
    ...{ seq: 41, orderId: 164, order, orderHash, logHash: previousLogHash, ...domain },
    block: { firstSeq: 40, lastSeq: 44, hash: `0x${'ff'.repeat(32)}` },
    operator: operator.address,
    signature: await operator.signTypedData(receiptTypedData(domain, facts)),
  };
});

describe('checkReceipt', () => {
  it('finds nothing wrong with what was asked for, whatever the case of its addresses', async () => {
    expect(await checkReceipt(receipt, asked)).toBeNull();
    const owner = `0x${trader.address.slice(2).toLowerCase()}` as const;
    expect(await checkReceipt(receipt, { ...asked, owner })).toBeNull();
  });

  it.each([
    ['order', { orderId: 165 }],
    ['account', { owner: operator.address }],
    ['domain', { domain: { ...domain, chainId: 1 } }],
    ['domain', { domain: { ...domain, verifyingContract: trader.address } }],
    ['operator', { operator: trader.address }],
    ['operator', { operator: null }],
  ] as const)('finds another %s than was asked for', async (problem, other) => {
    expect(await checkReceipt(receipt, { ...asked, ...other })).toBe(problem);
  });

  it('finds what is wrong with the receipt itself, and no operator that only names itself', async () => {
    const changed = { ...receipt, order: { ...order, price: 1 } };
    expect(await checkReceipt(changed, asked)).toBe('order-hash');
    const facts = { seq: 41, orderHash, previousLogHash };
    const forged = {
      ...receipt,
      operator: trader.address,
      signature: await trader.signTypedData(receiptTypedData(domain, facts)),
    };
    expect(await checkReceipt(forged, asked)).toBe('operator');
    expect(await checkReceipt({ ...forged, operator: operator.address }, asked)).toBe('signature');
  });
});

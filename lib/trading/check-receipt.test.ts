import { beforeAll, describe, expect, it } from 'vitest';
import { receiptTypedData } from '#lib/chain/order-typed-data.ts';
import type { Receipt } from '#lib/domain/receipt.ts';
import {
  receiptDomain as domain,
  receiptOperator as operator,
  receiptOrder as order,
  signedReceipt,
  receiptTrader as trader,
} from '#scripts/testing/sample-receipt.ts';
import { checkReceipt, type ReceiptFacts } from './check-receipt.ts';

const asked: ReceiptFacts = {
  orderId: 164,
  owner: trader.address,
  domain,
  operator: operator.address,
};

let receipt: Receipt;

beforeAll(async () => {
  receipt = await signedReceipt();
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
    const { seq, orderHash, logHash: previousLogHash } = receipt;
    const facts = { seq, orderHash, previousLogHash };
    const forged = {
      ...receipt,
      operator: trader.address,
      signature: await trader.signTypedData(receiptTypedData(domain, facts)),
    };
    expect(await checkReceipt(forged, asked)).toBe('operator');
    expect(await checkReceipt({ ...forged, operator: operator.address }, asked)).toBe('signature');
  });
});

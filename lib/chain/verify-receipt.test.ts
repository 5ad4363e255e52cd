import { hashTypedData } from 'viem';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Receipt } from '#lib/domain/receipt.ts';
import { decodeReceipt, encodeReceipt } from '#lib/protocol/rest/receipt.ts';
import {
  receiptDomain as domain,
  receiptOperator as operator,
  receiptOrder as order,
  signedReceipt,
  receiptTrader as somebody,
} from '#scripts/testing/sample-receipt.ts';
import { orderTypedData } from './order-typed-data.ts';
import { verifyReceipt } from './verify-receipt.ts';

let receipt: Receipt;

beforeAll(async () => {
  receipt = await signedReceipt();
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

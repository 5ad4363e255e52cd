import { hashTypedData } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { orderTypedData, receiptTypedData } from '#lib/chain/order-typed-data.ts';
import type { Receipt } from '#lib/domain/receipt.ts';

export const receiptOperator = privateKeyToAccount(`0x${'07'.repeat(32)}`);
export const receiptTrader = privateKeyToAccount(`0x${'08'.repeat(32)}`);
export const receiptDomain = {
  chainId: 1337,
  verifyingContract: `0x${'c1'.repeat(20)}`,
} as const;
export const receiptOrder = {
  account: receiptTrader.address,
  market: 1,
  flags: 0,
  price: 6_600_000,
  quantity: 100,
  triggerPrice: 0,
  nonce: 7,
  expiry: 1_800_000_000,
  epoch: 0,
  maxFeePpm: 500,
} as const;

/** The receipt of that order, 164, as its operator has signed it. */
export async function signedReceipt(): Promise<Receipt> {
  const facts = {
    seq: 41,
    orderHash: hashTypedData(orderTypedData(receiptDomain, receiptOrder)),
    previousLogHash: `0x${'ee'.repeat(32)}`,
  } as const;
  const { seq, orderHash, previousLogHash: logHash } = facts;
  return {
    ...{ seq, orderId: 164, order: receiptOrder, orderHash, logHash, ...receiptDomain },
    block: { firstSeq: 40, lastSeq: 44, hash: `0x${'ff'.repeat(32)}` },
    operator: receiptOperator.address,
    signature: await receiptOperator.signTypedData(receiptTypedData(receiptDomain, facts)),
  };
}

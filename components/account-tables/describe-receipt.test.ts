import { describe, expect, it } from 'vitest';
import type { Receipt } from '#lib/domain/receipt.ts';
import { describeReceiptProblem, receiptFacts } from './describe-receipt.ts';

const receipt: Receipt = {
  seq: 12_041,
  orderId: 48_164,
  order: {
    account: `0x${'a1'.repeat(20)}`,
    market: 1,
    flags: 0,
    price: 6_740_050,
    quantity: 2_500,
    triggerPrice: 0,
    nonce: 7,
    expiry: 1_800_000_000,
    epoch: 0,
    maxFeePpm: 500,
  },
  orderHash: `0x${'0d'.repeat(32)}`,
  logHash: `0x${'ee'.repeat(32)}`,
  block: { firstSeq: 12_040, lastSeq: 12_044, hash: `0x${'ff'.repeat(32)}` },
  chainId: 1337,
  verifyingContract: `0x${'c1'.repeat(20)}`,
  operator: `0x${'07'.repeat(20)}`,
  signature: `0x${'00'.repeat(65)}`,
};

const texts = (order: Partial<Receipt['order']> = {}) =>
  Object.fromEntries(
    receiptFacts({ ...receipt, order: { ...receipt.order, ...order } }).map(({ name, value }) => [
      name,
      value,
    ]),
  );

describe('receiptFacts', () => {
  it('says who confirms what, and where it stands', () => {
    expect(texts()).toEqual({
      Operator: receipt.operator,
      Took: 'Buy 0.25 BTC, not above 67,400.5 USDT',
      'Order hash': receipt.orderHash,
      'In the journal': 'Command 12,041, in block 12,040 to 12,044',
      'Journal before it': receipt.logHash,
    });
  });

  it('says the order as it was signed, of a market that is not known too', () => {
    expect(texts({ flags: 3 }).Took).toBe('Sell 0.25 BTC, not below 67,400.5 USDT');
    expect(texts({ flags: 1, triggerPrice: 6_600_000 }).Took).toBe(
      'Sell 0.25 BTC, not below 67,400.5 USDT, from 66,000 on',
    );
    expect(texts({ market: 63 }).Took).toBe('An order in market 63');
  });
});

describe('describeReceiptProblem', () => {
  it.each(['order', 'account', 'domain', 'order-hash', 'block', 'signature', 'operator'] as const)(
    'has a sentence for %s',
    (problem) => {
      expect(describeReceiptProblem(problem)).toMatch(/^[A-Z].+\.$/u);
    },
  );
});

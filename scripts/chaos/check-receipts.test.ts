import { describe, expect, it } from 'vitest';
import type { Address } from '#lib/domain/address.ts';
import type { Receipt } from '#lib/domain/receipt.ts';
import { checkReceipts } from './check-receipts.ts';
import type { JournalFacts } from './journal-facts.ts';
import { SAMPLE_TERMS } from './sample-terms.ts';
import { ToldFacts } from './told-facts.ts';

const OWNER: Address = `0x${'bb'.repeat(20)}`;
const OTHER: Address = `0x${'aa'.repeat(20)}`;

const BLOCKS = [
  { firstSeq: 1, lastSeq: 1, before: '0x00', hash: '0x01' },
  { firstSeq: 2, lastSeq: 4, before: '0x01', hash: '0x02' },
  { firstSeq: 5, lastSeq: 9, before: '0x02', hash: '0x03' },
] as const;
const [FIRST, SECOND, THIRD] = BLOCKS;
const RECEIPT: Receipt = {
  seq: 3,
  orderId: 12,
  order: { ...SAMPLE_TERMS, account: OWNER },
  orderHash: '0x03',
  logHash: '0x01',
  block: { firstSeq: 2, lastSeq: 4, hash: '0x02' },
  chainId: 1_337,
  verifyingContract: OTHER,
  operator: OTHER,
  signature: '0x04',
};

type Forged = {
  readonly receipts?: readonly Receipt[];
  readonly journal?: Partial<Pick<JournalFacts, 'blocks' | 'signed'>>;
};

/** Somebody whose order was acknowledged, and who has its receipt; and what a test forges of it. */
function check({ receipts = [RECEIPT], journal }: Forged = {}): void {
  const told = new ToldFacts();
  told.accept({ orderId: 12, seq: 3, address: OWNER, order: { ...SAMPLE_TERMS, account: OWNER } });
  for (const receipt of receipts) told.receipt(receipt);
  checkReceipts(told, { blocks: BLOCKS, signed: new Map([['12 3', SAMPLE_TERMS]]), ...journal });
}

describe('receipts', () => {
  it('are as they should be when the journal holds what they say, where they say it', () => {
    expect(() => check()).not.toThrow();
  });

  it('name the account as its owner writes it', () => {
    const account: Address = `0x${'BB'.repeat(20)}`;
    expect(() =>
      check({ receipts: [{ ...RECEIPT, order: { ...SAMPLE_TERMS, account } }] }),
    ).not.toThrow();
  });

  it('hold also what was told without that it is known what was signed', () => {
    const told = new ToldFacts();
    told.accept({ orderId: 12, seq: 3, address: OWNER, order: null });
    told.receipt({ ...RECEIPT, order: { ...RECEIPT.order, price: 1 } });
    const signed = new Map([['12 3', SAMPLE_TERMS]]);
    const comparing = () => checkReceipts(told, { blocks: BLOCKS, signed });
    expect(comparing).toThrow(/price of order 12 3 is 6700000, not 1/);
  });

  it.each<[string, Forged, RegExp]>([
    [
      'an order that was acknowledged and has no receipt',
      { receipts: [] },
      /order 12 3 was acknowledged and has no receipt/,
    ],
    [
      'a receipt of another version',
      { receipts: [{ ...RECEIPT, seq: 4 }] },
      /order 12 3 was acknowledged and has no receipt/,
    ],
    [
      'a receipt of another account',
      { receipts: [{ ...RECEIPT, order: { ...SAMPLE_TERMS, account: OTHER } }] },
      /is of 0xaa/,
    ],
    [
      'a receipt of what nobody signed',
      { receipts: [{ ...RECEIPT, order: { ...RECEIPT.order, price: 6_700_001 } }] },
      /the receipt of order 12 3 has another price/,
    ],
    [
      'an order that is lost, of which there is a receipt',
      { journal: { signed: new Map() } },
      /the journal has lost order 12 3/,
    ],
    [
      'a journal that ends before a receipt',
      { journal: { blocks: [FIRST] } },
      /the journal has lost order 12 3/,
    ],
    [
      'a journal that has nothing where a receipt is',
      { journal: { blocks: [FIRST, THIRD] } },
      /the journal has lost order 12 3/,
    ],
    ['a journal without anything', { journal: { blocks: [] } }, /the journal has lost order 12 3/],
    [
      'a journal that was written anew before a receipt',
      { journal: { blocks: [FIRST, { ...SECOND, before: '0x05' }, THIRD] } },
      /is not where its receipt says/,
    ],
    [
      'a journal that was written anew at a receipt',
      { journal: { blocks: [FIRST, { ...SECOND, hash: '0x05' }, THIRD] } },
      /is not where its receipt says/,
    ],
    [
      'a journal whose block is longer than the receipt says',
      { journal: { blocks: [FIRST, { ...SECOND, lastSeq: 5 }] } },
      /is not where its receipt says/,
    ],
    [
      'a journal that holds another order than its receipt',
      { journal: { signed: new Map([['12 3', { ...SAMPLE_TERMS, quantity: 31 }]]) } },
      /quantity of order 12 3 is 31, not 30/,
    ],
  ])('tell of %s', (_, forged, message) => {
    expect(() => check(forged)).toThrow(message);
  });

  it('are the same whenever they are asked for', () => {
    const told = new ToldFacts();
    told.receipt(RECEIPT);
    told.receipt({ ...RECEIPT });
    expect(() => told.receipt({ ...RECEIPT, logHash: '0x06' })).toThrow(/another one than before/);
  });
});

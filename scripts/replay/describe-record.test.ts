import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryCommand } from '#scripts/testing/arbitrary-commands.ts';
import type { Command, EngineEvent } from '#server/engine/index.ts';
import { DecimalTexts } from './decimal-texts.ts';
import { counted, describeRecord, instant } from './describe-record.ts';
import { limitOrder, listBitcoin } from './written-journal.ts';

const texts = new DecimalTexts([listBitcoin()]);
const stamp = { seq: 1, time: 1 };

function told(record: Command | EngineEvent): string {
  return describeRecord(record, texts);
}

describe('a record in words', () => {
  it('is its kind alone, where it has no more', () => {
    expect(told({ kind: 'tick', ...stamp })).toBe('tick');
  });

  it('has every choice as a word, and leaves out what is not there', () => {
    const order = limitOrder({
      account: 3,
      orderId: 5,
      clientOrderId: 6,
      side: 0,
      price: 0,
      quantity: 12_345,
      type: 1,
      timeInForce: 1,
      postOnly: 2,
      reduceOnly: true,
      selfTrade: 3,
      trigger: 1,
      triggerBy: 2,
      triggerPrice: 6_742_150,
      expiry: Date.UTC(2026, 4, 6),
      displayQuantity: 200,
    });
    expect(told({ ...order, ...stamp })).toBe(
      'place: market 1 (BTC-USDT), client order id 6, type market, time in force IOC, display quantity 0.0200 (200), ' +
        'post only slide, reduce only yes, self trade decrement, trigger rising, trigger by index, ' +
        'trigger price 67,421.50 (6742150), expiry 2026-05-06 00:00:00.000 UTC, account 3, order id 5, side buy, quantity 1.2345 (12345)',
    );
  });

  it('has legs in brackets and signatures as hexadecimal, shortened', () => {
    const leg = {
      orderId: 7,
      clientOrderId: 0,
      type: 0,
      price: 100,
      triggerPrice: 0,
      triggerBy: 1,
      authority: null,
      signature: Uint8Array.from({ length: 12 }, (_, at) => at),
    } as const;
    const order = limitOrder({ account: 1, orderId: 5, side: 1, price: 90, quantity: 1 });
    expect(told({ ...order, ...stamp, takeProfit: leg, signature: Uint8Array.of(254) })).toContain(
      'take profit [order id 7, type limit, price 1.00 (100), signature 0x0001020304050607… (12 bytes)], signature 0xfe (1 bytes)',
    );
  });

  it('has authorities in brackets too, with their time in seconds', () => {
    const authority = { agent: 2, nonce: 64, epoch: 0, expiry: 1_778_025_600, maxFeePpm: 500 };
    const order = limitOrder({ account: 1, orderId: 5, side: 1, price: 90, quantity: 1 });
    expect(told({ ...order, ...stamp, authority })).toContain(
      'authority [agent 2, nonce 64, epoch 0, expiry 2026-05-06 00:00:00.000 UTC, max fee ppm 500]',
    );
  });

  it('tells amounts in the asset that they are of', () => {
    expect(
      told({ kind: 'deposit', ...stamp, account: 0, asset: 1, amount: 5, source: 2, sourceSeq: 8 }),
    ).toBe(
      'deposit: account 0 (fees), asset 1 (BTC), amount 0.00000005 (5), source 2, source seq 8',
    );
    expect(told({ kind: 'withdrawn', account: 2, asset: 9, amount: 5 })).toBe(
      'withdrawn: account 2, asset 9, amount 5',
    );
  });

  it('tells fees in what each side receives', () => {
    const trade = {
      kind: 'trade',
      market: 1,
      tradeId: 1,
      makerOrderId: 2,
      takerOrderId: 3,
      makerAccount: 4,
      takerAccount: 5,
      takerSide: 0,
      price: 1,
      quantity: 1,
      makerFee: 30,
      takerFee: 40,
    } as const;
    expect(told(trade)).toContain('maker fee 0.000030 (30), taker fee 0.00000040 (40)');
    expect(told({ ...trade, market: 9 })).toContain('maker fee 30, taker fee 40');
  });

  it('tells sources of prices, states of markets and dead-man switches', () => {
    expect(told({ kind: 'set-price', ...stamp, market: 1, source: 1, price: 100 })).toBe(
      'set-price: market 1 (BTC-USDT), source mark, price 1.00 (100)',
    );
    expect(told({ kind: 'market-state', market: 4, state: 3 })).toBe(
      'market-state: market 4, state cancel-only',
    );
    expect(told({ kind: 'dead-man-armed', account: 1, deadline: 0 })).toBe(
      'dead-man-armed: account 1, deadline none',
    );
    expect(told({ kind: 'cancel-all', ...stamp, account: 1, market: 0 })).toBe(
      'cancel-all: account 1, market 0 (all)',
    );
  });

  it('leaves out what a modification leaves unchanged', () => {
    const unchanged = {
      clientOrderId: 0,
      price: 0,
      triggerPrice: 0,
      authority: null,
      signature: null,
    };
    expect(
      told({ kind: 'modify', ...stamp, account: 1, orderId: 4, quantity: 0, ...unchanged }),
    ).toBe('modify: account 1, order id 4');
  });

  it('lists trades by number, and annulled ones with what comes back', () => {
    const batch = { kind: 'settle-batch', ...stamp, batch: 1, through: 9, block: 3 } as const;
    const transaction = `0x${'ab'.repeat(32)}`;
    expect(told({ ...batch, transaction, takenOver: [5, 7] })).toContain('taken over 5, 7');
    expect(told({ ...batch, transaction, takenOver: [] })).not.toContain('taken over');
    const sides = { tradeId: 6, buyer: 2, seller: 3, baseAsset: 1, quoteAsset: 0 };
    const amounts = { base: 100, quote: 2_000_000, buyerFee: 1, sellerFee: 500 };
    const trades = [{ ...sides, ...amounts }];
    expect(told({ kind: 'annul-trades', ...stamp, trades })).toBe(
      'annul-trades: trades [trade id 6, buyer 2, seller 3, base asset 1 (BTC), quote asset 0 (USDT), ' +
        'base 0.00000100 (100), quote 2.000000 (2000000), buyer fee 0.00000001 (1), seller fee 0.000500 (500)]',
    );
  });

  it('exists for every command', () => {
    fc.assert(
      fc.property(arbitraryCommand, (command) => {
        const text = told(command);
        expect(text.startsWith(command.kind)).toBe(true);
        expect(text).not.toMatch(/undefined|NaN|\[object|null/);
      }),
    );
  });
});

describe('an instant', () => {
  it('is in UTC to the millisecond, or the number where no calendar goes', () => {
    expect(instant(1)).toBe('1970-01-01 00:00:00.001 UTC');
    expect(instant(Number.MAX_SAFE_INTEGER)).toBe('9007199254740991 ms');
  });
});

describe('a count', () => {
  it('is in the singular for one only', () => {
    expect([0, 1, 2_000].map((count) => counted(count, 'trade'))).toEqual([
      '0 trades',
      '1 trade',
      '2,000 trades',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { BUY, SELL, type Side } from './command.ts';
import { OrderBook } from './order-book.ts';
import { OrderPool } from './order-pool.ts';

function bookWith(orders: readonly (readonly [Side, number])[]): OrderBook {
  const pool = new OrderPool();
  const book = new OrderBook(pool);
  for (const [side, price] of orders) {
    const slot = pool.take();
    pool.setVisible(slot, 1);
    book.side(side).add(slot, price);
  }
  return book;
}

describe('OrderBook', () => {
  it('has the highest bid and the lowest ask at the top', () => {
    const book = bookWith([
      [BUY, 98],
      [BUY, 99],
      [SELL, 102],
      [SELL, 101],
    ]);
    expect([book.bids.best, book.asks.best]).toEqual([99, 101]);
    expect([book.opposite(BUY), book.opposite(SELL)]).toEqual([book.asks, book.bids]);
  });

  it.each([
    ['a buy below the best ask', BUY, 100, false],
    ['a buy at the best ask', BUY, 101, true],
    ['a sell above the best bid', SELL, 100, false],
    ['a sell at the best bid', SELL, 99, true],
  ] as const)('%s: meets one %#', (_, side, price, meets) => {
    const book = bookWith([
      [BUY, 99],
      [SELL, 101],
    ]);
    expect(book.opposite(side).reaches(price)).toBe(meets);
  });

  it('meets nothing while empty', () => {
    const book = bookWith([]);
    expect([book.opposite(BUY).reaches(2_147_483_647), book.opposite(SELL).reaches(1)]).toEqual([
      false,
      false,
    ]);
  });
});

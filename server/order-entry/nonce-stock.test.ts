import { beforeEach, describe, expect, it } from 'vitest';
import { NonceStock } from './nonce-stock.ts';

let stock: NonceStock;

beforeEach(() => {
  stock = new NonceStock();
});

const take = (count: number, signer = '1:0') =>
  Array.from({ length: count }, () => stock.take(signer));

describe('the stock of nonces', () => {
  it('gives each once, in order, and none when there is none', () => {
    expect(take(1)).toEqual([null]);
    stock.add('1:0', { first: 64, count: 3 });
    expect(stock.left('1:0')).toBe(3);
    expect(take(4)).toEqual([64, 65, 66, null]);
  });

  it('uses up one range before the next', () => {
    stock.add('1:0', { first: 64, count: 4 });
    take(2);
    stock.add('1:0', { first: 128, count: 2 });
    expect(stock.left('1:0')).toBe(4);
    expect(take(5)).toEqual([66, 67, 128, 129, null]);
  });

  it('gives those that were not used after all once more', () => {
    stock.add('1:0', { first: 64, count: 2 });
    take(2);
    stock.putBack('1:0', 64);
    stock.add('1:0', { first: 128, count: 1 });
    expect(take(3)).toEqual([64, 128, null]);
  });

  it('keeps signers apart, and forgets one when it is told to', () => {
    stock.add('1:0', { first: 64, count: 1 });
    stock.add('1:1', { first: 128, count: 1 });
    stock.drop('1:0');
    stock.putBack('1:0', 64);
    expect([...take(1), ...take(1, '1:1')]).toEqual([null, 128]);
  });

  it('forgets who came first when there are too many', () => {
    for (let account = 0; account <= 4_096; account += 1) {
      stock.add(`${account}:0`, { first: 64, count: 1 });
    }
    expect([stock.left('0:0'), stock.left('1:0'), stock.left('4096:0')]).toEqual([0, 1, 1]);
  });
});

import { describe, expect, it } from 'vitest';
import { InvariantError } from './invariant.ts';
import { Ledger } from './ledger.ts';

const MAX_AMOUNT = 9_007_199_254_740_991;

/** Account 1 has 100 of asset 3, of which 40 are locked. */
function funded(): Ledger {
  const ledger = new Ledger();
  ledger.deposit(1, 3, 100);
  ledger.lock(1, 3, 40);
  return ledger;
}

function balances(ledger: Ledger, account: number, asset: number): number[] {
  return [ledger.available(account, asset), ledger.locked(account, asset), ledger.custody(asset)];
}

describe('Ledger', () => {
  it.each<[string, (ledger: Ledger) => void, number[]]>([
    ['nothing', () => undefined, [60, 40, 100]],
    ['a deposit', (ledger) => ledger.deposit(1, 3, 5), [65, 40, 105]],
    ['a withdrawal of all that is available', (ledger) => ledger.withdraw(1, 3, 60), [0, 40, 40]],
    ['a lock of all that is available', (ledger) => ledger.lock(1, 3, 60), [0, 100, 100]],
    ['a lock given back', (ledger) => ledger.unlock(1, 3, 40), [100, 0, 100]],
    ['a part of it given back', (ledger) => ledger.unlock(1, 3, 1), [61, 39, 100]],
    ['a lock spent', (ledger) => ledger.spend(1, 3, 40), [60, 0, 100]],
    ['a credit', (ledger) => ledger.credit(1, 3, 7), [67, 40, 100]],
    ['another asset', (ledger) => ledger.deposit(1, 4, 7), [60, 40, 100]],
    ['another account', (ledger) => ledger.credit(2, 3, 7), [60, 40, 100]],
  ])('after %s', (_, change, expected) => {
    const ledger = funded();
    change(ledger);
    expect(balances(ledger, 1, 3)).toEqual(expected);
  });

  it.each<[string, (ledger: Ledger) => void, string]>([
    ['withdraws', (ledger) => ledger.withdraw(1, 3, 61), 'a balance than it holds'],
    ['locks', (ledger) => ledger.lock(1, 3, 61), 'a balance than it holds'],
    ['gives back', (ledger) => ledger.unlock(1, 3, 41), 'a lock than it holds'],
    ['spends', (ledger) => ledger.spend(1, 3, 41), 'a lock than it holds'],
    ['spends of an empty account', (ledger) => ledger.spend(2, 3, 1), 'a lock than it holds'],
  ])('never %s more than there is', (_, change, what) => {
    const error = new InvariantError(`more is taken from ${what}`);
    expect(() => change(funded())).toThrow(error);
  });

  it('takes up to 2^53 − 1 of an asset into custody', () => {
    const ledger = funded();
    ledger.deposit(2, 3, MAX_AMOUNT - 100);
    expect(ledger.custody(3)).toBe(MAX_AMOUNT);
    expect(() => ledger.deposit(2, 3, 1)).toThrow(InvariantError);
    ledger.deposit(2, 4, MAX_AMOUNT);
    expect(ledger.available(2, 4)).toBe(MAX_AMOUNT);
  });

  it('keeps balances when it makes room for more accounts', () => {
    const ledger = new Ledger(1);
    ledger.deposit(0, 15, 9);
    ledger.reserve(1);
    ledger.reserve(300);
    expect(balances(ledger, 299, 0)).toEqual([0, 0, 0]);
    ledger.deposit(299, 15, 5);
    ledger.reserve(2);
    expect([ledger.available(0, 15), ledger.available(299, 15), ledger.custody(15)]).toEqual([
      ...[9, 5, 14],
    ]);
  });

  it('is put together again from its balances', () => {
    const ledger = new Ledger();
    ledger.restore(1, 3, { available: 60, locked: 40 });
    ledger.restore(2, 3, { available: 5, locked: 0 });
    expect(balances(ledger, 1, 3)).toEqual([60, 40, 105]);
  });
});

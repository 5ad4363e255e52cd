import { describe, expect, it } from 'vitest';
import { FUNDS, SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

const MAX_AMOUNT = 9_007_199_254_740_991;
/** Three accounts have a million each. */
const ROOM = MAX_AMOUNT - 3 * FUNDS;

type Given = Parameters<SpokenExchange['build']['deposit']>[0];

describe('a deposit', () => {
  it.each<[string, Given, string]>([
    ['to an unknown account', { account: 4 }, 'account/unknown'],
    ['to an account below 0', { account: -1 }, 'account/unknown'],
    ['of asset 16', { asset: 16 }, 'ledger/unknown-asset'],
    ['of asset −1', { asset: -1 }, 'ledger/unknown-asset'],
    ['of nothing', { amount: 0 }, 'ledger/invalid-amount'],
    ['of less than nothing', { amount: -1 }, 'ledger/invalid-amount'],
    ['of half a quantum', { amount: 0.5 }, 'ledger/invalid-amount'],
    ['of more than 2^53 − 1', { amount: MAX_AMOUNT + 1 }, 'ledger/invalid-amount'],
    ['of more than custody takes', { amount: ROOM + 1 }, 'ledger/custody-full'],
    ['of all that custody takes', { amount: ROOM }, `deposited ${ROOM} of asset 0`],
    ['of asset 15', { asset: 15, amount: MAX_AMOUNT }, `deposited ${MAX_AMOUNT} of asset 15`],
    ['to the fee account', { account: 0, amount: 7 }, 'deposited 7 of asset 0'],
    ['from source 16', { source: 16 }, 'ledger/unknown-source'],
    ['from source −1', { source: -1 }, 'ledger/unknown-source'],
    ['from source 15', { source: 15, amount: 7 }, 'deposited 7 of asset 0'],
    ['from source 16, of no amount', { source: 16, amount: 0 }, 'ledger/invalid-amount'],
    ['with an old number', { sourceSeq: 5 }, 'duplicate'],
    ['with an older number', { sourceSeq: 0 }, 'duplicate'],
    [
      'with an old number of another source',
      { source: 1, sourceSeq: 0, amount: 7 },
      'deposited 7 of asset 0',
    ],
    [
      'with a later number, others left out',
      { sourceSeq: 900, amount: 7 },
      'deposited 7 of asset 0',
    ],
    ['with an old number, of an unknown account', { account: 4, sourceSeq: 0 }, 'account/unknown'],
    ['with an old number, of no amount', { amount: 0, sourceSeq: 0 }, 'ledger/invalid-amount'],
    ['with an old number, too large', { amount: ROOM + 1, sourceSeq: 0 }, 'duplicate'],
  ])('%s', (_, given, told) => {
    const exchange = SpokenExchange.open();
    expect(exchange.say(exchange.build.deposit(given))).toEqual([told]);
  });

  it('is told whole, and so is its duplicate', () => {
    const exchange = SpokenExchange.open();
    exchange.say(
      exchange.build.deposit({ account: 2, asset: 3, amount: 9, source: 15, sourceSeq: 4 }),
    );
    expect(exchange.events).toEqual([{ kind: 'deposited', account: 2, asset: 3, amount: 9 }]);
    expect(exchange.view.sourceSeq(15)).toBe(4);
    exchange.say(
      exchange.build.deposit({ account: 2, asset: 3, amount: 9, source: 15, sourceSeq: 4 }),
    );
    expect(exchange.events).toEqual([{ kind: 'duplicate', account: 2, orderId: 0 }]);
    expect(exchange.view.available(2, 3)).toBe(9);
  });

  it('that is refused does not use up its number', () => {
    const exchange = SpokenExchange.open();
    const { build } = exchange;
    exchange.say(build.deposit({ source: 2, sourceSeq: 7, amount: MAX_AMOUNT }));
    expect(exchange.view.sourceSeq(2)).toBe(-1);
    expect(exchange.say(build.deposit({ source: 2, sourceSeq: 7, amount: 1 }))).toEqual([
      'deposited 1 of asset 0',
    ]);
  });

  it('finds room again after a withdrawal, to the quantum', () => {
    const exchange = SpokenExchange.open();
    exchange.say(`1 deposits ${ROOM} base`);
    expect(exchange.say('1 deposits 1 base')).toEqual(['ledger/custody-full']);
    expect(exchange.say('1 deposits 1 quote')).toEqual(['deposited 1 of asset 1']);
    exchange.say('2 withdraws 3 base');
    expect(exchange.say('1 deposits 4 base')).toEqual(['ledger/custody-full']);
    expect(exchange.say('1 deposits 3 base')).toEqual(['deposited 3 of asset 0']);
    expect(exchange.view.custody(0)).toBe(MAX_AMOUNT);
  });
});

describe('a withdrawal', () => {
  it.each([
    [{ account: 4 }, 'account/unknown'],
    [{ asset: 16 }, 'ledger/unknown-asset'],
    [{ asset: 15 }, 'risk/insufficient-funds'],
    [{ amount: 0 }, 'ledger/invalid-amount'],
    [{ amount: -1 }, 'ledger/invalid-amount'],
    [{ amount: 1.5 }, 'ledger/invalid-amount'],
    [{ amount: FUNDS - 5 + 1 }, 'risk/insufficient-funds'],
    [{ amount: FUNDS - 5 }, `withdrawn ${FUNDS - 5} of asset 0`],
    [{ account: 0, amount: 1 }, 'risk/insufficient-funds'],
  ])('of what is not locked, 5 being locked: %o: %s', (given, told) => {
    const exchange = SpokenExchange.open();
    exchange.say('1 sells 5 @ 100');
    expect(exchange.say(exchange.build.withdraw(given))).toEqual([told]);
  });

  it('leaves custody with it', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 withdraws 7 quote');
    expect(exchange.events).toEqual([{ kind: 'withdrawn', account: 1, asset: 1, amount: 7 }]);
    expect(exchange.view.custody(1)).toBe(3 * FUNDS - 7);
    expect(exchange.funds(1)).toBe(`base ${FUNDS}, quote ${FUNDS - 7}`);
  });

  it('pays out the fees that account 0 took', () => {
    const exchange = SpokenExchange.open({ takerFeePpm: 100_000 });
    exchange.say('2 sells 10 @ 100', '1 buys 10 @ 100', '0 withdraws 1 base');
    expect(exchange.funds(0)).toBe('base 0, quote 0');
  });
});

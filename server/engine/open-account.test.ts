import { describe, expect, it, vi } from 'vitest';
import { addressOf } from '#scripts/simulator/command-builder.ts';
import { SpokenExchange } from '#scripts/testing/spoken-exchange.ts';
import { decodeEvents } from './decode-events.ts';
import { openAccount } from './open-account.ts';

describe('opening an account', () => {
  it.each([
    ['the next', 4, addressOf(4), 'account-opened 4'],
    ['one that exists', 3, addressOf(4), 'account/not-next'],
    ['the fee account', 0, addressOf(4), 'account/not-next'],
    ['one further on', 5, addressOf(4), 'account/not-next'],
    ['with a taken address', 4, addressOf(2), 'account/address-taken'],
    ['neither next nor free', 9, addressOf(2), 'account/not-next'],
  ])('%s', (_, account, address, told) => {
    const exchange = SpokenExchange.open();
    expect(exchange.say(exchange.build.openAccount({ account, address }))).toEqual([told]);
  });

  it('begins with the fee account, which is there and empty', () => {
    const exchange = new SpokenExchange();
    expect([exchange.view.accountCount, exchange.view.address(0)]).toEqual([1, '']);
    expect(exchange.funds(0)).toBe('base 0, quote 0');
  });

  it('makes room for each one’s money and orders, beyond the first memory', () => {
    const exchange = SpokenExchange.open();
    for (let account = 4; account <= 300; account += 1) exchange.say(exchange.build.openAccount());
    exchange.say('300 deposits 90 base', '64 deposits 70 base', '300 arms 5000');
    exchange.say('300 sells 3 @ 100 client 7', '64 sells 4 @ 100 client 7');
    expect(exchange.funds(300)).toBe('base 87 + 3 locked, quote 0');
    expect(exchange.funds(64)).toBe('base 66 + 4 locked, quote 0');
    expect(exchange.say('300 cancels all')).toEqual(['#1 canceled, 3 left']);
    expect(exchange.say('64 cancels client 7')).toEqual(['#2 canceled, 4 left']);
    expect(exchange.view.address(300)).toBe(addressOf(300));
    expect(exchange.say('tick 5000')).toEqual(['dead-man-fired 300']);
  });

  it.each([
    [4_194_303, 'account-opened'],
    [4_194_304, 'rejected'],
  ])('beside %s others is %s: an engine has room for so many', (count, kind) => {
    const { state, build } = SpokenExchange.open();
    // Opening millions of accounts would take long; what counts is the number that is looked at.
    vi.spyOn(state.accounts, 'count', 'get').mockReturnValue(count);
    vi.spyOn(state.ledger, 'reserve').mockReturnValue();
    state.events.clear();
    openAccount(state, build.openAccount({ account: count }));
    const code = kind === 'rejected' ? { code: 'account/too-many' } : {};
    expect(decodeEvents(state.events)).toMatchObject([{ kind, account: count, ...code }]);
  });
});

import { describe, expect, it } from 'vitest';
import { SpokenExchange } from '#scripts/testing/spoken-exchange.ts';
import { decodeState } from './decode-state.ts';
import { encodeState } from './encode-state.ts';
import { EngineView } from './engine-view.ts';

describe('a frozen account', () => {
  it('loses its open orders in the order of their ids, and what waits for them', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 buys 5 @ 90 profit 120', '1 sells 1 @ 130 or 60', '2 buys 1 @ 50');
    const told = exchange.say(exchange.build.freezeAccount());
    expect(told[0]).toBe('account-frozen 1: unsettleable');
    expect(told.filter((line) => line.includes('frozen,'))).toHaveLength(2);
    expect(exchange.book()).toHaveLength(1);
    expect(exchange.funds(1)).not.toContain('locked');
  });

  it.each([
    ['an order', '1 buys 1 @ 90'],
    ['a pair', '1 sells 1 @ 130 or 60'],
  ])('gets %s refused', (_, words) => {
    const exchange = SpokenExchange.open();
    exchange.say(exchange.build.freezeAccount());
    expect(exchange.say(words)).toEqual(['account/frozen']);
  });

  it('gets a withdrawal refused: the contract pays it all', () => {
    const exchange = SpokenExchange.open();
    exchange.say(exchange.build.freezeAccount());
    expect(exchange.say(exchange.build.requestWithdrawal())).toEqual(['account/frozen']);
  });

  it('is still given deposits, and can end what it signed', () => {
    const exchange = SpokenExchange.open();
    const { build } = exchange;
    exchange.say('1 approves 101');
    exchange.say(build.freezeAccount());
    expect([
      ...exchange.say(build.deposit({ amount: 5 })),
      ...exchange.say('1 revokes 101', '1 bumps to 1'),
    ]).toEqual(['deposited 5 of asset 0', 'agent 1 of 1 revoked', 'epoch 1 of 1']);
  });

  it('trades again once it is thawed', () => {
    const exchange = SpokenExchange.open();
    const { build } = exchange;
    exchange.say(build.freezeAccount());
    expect(exchange.say(build.freezeAccount({ frozen: false }))).toEqual([
      'account-thawed 1: unsettleable',
    ]);
    expect(exchange.say('1 buys 1 @ 90')[0]).toMatch(/accepted/);
  });

  it('is frozen once, and there are none but traders', () => {
    const exchange = SpokenExchange.open();
    const { build } = exchange;
    exchange.say(build.freezeAccount());
    expect(exchange.say(build.freezeAccount())).toEqual(['duplicate']);
    expect(exchange.say(build.freezeAccount({ account: 2, frozen: false }))).toEqual(['duplicate']);
    expect(exchange.say(build.freezeAccount({ account: 0 }))).toEqual(['account/unknown']);
    expect(exchange.say(build.freezeAccount({ account: 4 }))).toEqual(['account/unknown']);
  });

  it('stays frozen until the last reason is lifted, whichever came first', () => {
    const exchange = SpokenExchange.open();
    const { build } = exchange;
    const told = [
      ...exchange.say(build.freezeAccount({ reason: 'exit' })),
      ...exchange.say(build.freezeAccount({ reason: 'unsettleable' })),
      ...exchange.say(build.freezeAccount({ reason: 'exit', frozen: false })),
      ...exchange.say('1 buys 1 @ 90'),
      ...exchange.say(build.freezeAccount({ reason: 'unsettleable', frozen: false })),
    ];
    expect(told).toEqual([
      'account-frozen 1: exit',
      'account-frozen 1: unsettleable',
      'account-thawed 1: exit, still frozen',
      'account/frozen',
      'account-thawed 1: unsettleable',
    ]);
    expect(exchange.say('1 buys 1 @ 90')[0]).toMatch(/accepted/);
  });

  it('is not thawed by lifting a reason that it is not frozen for, however often', () => {
    const exchange = SpokenExchange.open();
    const { build } = exchange;
    exchange.say(build.freezeAccount({ reason: 'unsettleable' }));
    for (let time = 0; time < 3; time += 1) {
      const cycle = [
        build.freezeAccount({ reason: 'exit' }),
        build.freezeAccount({ reason: 'exit', frozen: false }),
        build.freezeAccount({ reason: 'exit', frozen: false }),
      ];
      expect(exchange.say(...cycle).at(-1)).toBe('duplicate');
      expect(exchange.say('1 buys 1 @ 90')).toEqual(['account/frozen']);
    }
  });

  it('keeps its reasons over a restart', () => {
    const exchange = SpokenExchange.open();
    const { build } = exchange;
    exchange.say(build.freezeAccount({ reason: 'exit' }), build.freezeAccount({ account: 2 }));
    exchange.say(build.freezeAccount());
    const restored = new EngineView(decodeState(exchange.bytes, { seq: 1, time: 1 }));
    expect([1, 2, 3].map((account) => restored.custodyOf(account).frozen)).toEqual([
      ['exit', 'unsettleable'],
      ['unsettleable'],
      [],
    ]);
    expect(encodeState(restored)).toEqual(exchange.bytes);
  });
});

import { describe, expect, it } from 'vitest';
import { FUNDS, SpokenExchange } from '#scripts/testing/spoken-exchange.ts';
import { decodeState } from './decode-state.ts';
import { encodeState } from './encode-state.ts';
import { EngineView } from './engine-view.ts';

const MAX_AMOUNT = 9_007_199_254_740_991;

type Given = Parameters<SpokenExchange['build']['requestWithdrawal']>[0];

describe('a withdrawal', () => {
  it.each<[string, Given, string]>([
    ['of the fee account', { account: 0 }, 'account/unknown'],
    ['of an account that there is not', { account: 4 }, 'account/unknown'],
    ['of asset 16', { asset: 16 }, 'ledger/unknown-asset'],
    ['of nothing', { amount: 0 }, 'ledger/invalid-amount'],
    ['of more than there is', { amount: FUNDS + 1 }, 'risk/insufficient-funds'],
    ['for another epoch', { epoch: 1 }, 'auth/wrong-epoch'],
    ['whose signature ends this very second', { expiry: 1 }, 'auth/signature-expired'],
    ['with the nonce 0', { nonce: 0 }, 'auth/nonce-used'],
    [
      'of all that there is',
      { amount: FUNDS, nonce: 7 },
      `withdrawal-requested ${FUNDS} of asset 0, nonce 7`,
    ],
  ])('%s', (_, given, told) => {
    const exchange = SpokenExchange.open();
    expect(exchange.say(exchange.build.requestWithdrawal(given))).toEqual([told]);
  });

  it('puts its money aside: it is neither in the ledger nor in custody', () => {
    const exchange = SpokenExchange.open();
    const before = exchange.view.custody(0);
    exchange.say(exchange.build.requestWithdrawal({ amount: 10 }));
    expect(exchange.events).toEqual([
      { kind: 'withdrawal-requested', account: 1, asset: 0, amount: 10, nonce: 1 },
    ]);
    expect(exchange.view.available(1, 0)).toBe(FUNDS - 10);
    expect(exchange.view.custody(0)).toBe(before - 10);
    expect(exchange.view.custodyOf(1)).toEqual({
      frozen: [],
      withdrawalNonce: 1,
      withdrawals: [{ nonce: 1, asset: 0, amount: 10 }],
    });
  });

  it('takes no money that orders lock', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 sells 5 @ 100');
    const all = exchange.view.available(1, 0);
    expect(exchange.say(exchange.build.requestWithdrawal({ amount: all + 1 }))).toEqual([
      'risk/insufficient-funds',
    ]);
  });

  it('is done once: paid, or put back', () => {
    const exchange = SpokenExchange.open();
    const { build } = exchange;
    exchange.say(build.requestWithdrawal({ amount: 10 }), build.requestWithdrawal({ amount: 20 }));
    expect(exchange.say(build.finishWithdrawal({ nonce: 2, paid: false }))).toEqual([
      'withdrawal-returned 20 of asset 0, nonce 2',
    ]);
    expect(exchange.view.available(1, 0)).toBe(FUNDS - 10);
    expect(exchange.say(build.finishWithdrawal())).toEqual([
      'withdrawal-paid 10 of asset 0, nonce 1',
    ]);
    expect(exchange.view.available(1, 0)).toBe(FUNDS - 10);
    expect(exchange.say(build.finishWithdrawal(), build.finishWithdrawal({ nonce: 2 }))).toEqual([
      'ledger/unknown-withdrawal',
      'ledger/unknown-withdrawal',
    ]);
    expect(exchange.say(build.finishWithdrawal({ account: 9 }))).toEqual([
      'ledger/unknown-withdrawal',
    ]);
  });

  it('uses its nonce up for ever, also when it comes back', () => {
    const exchange = SpokenExchange.open();
    const { build } = exchange;
    exchange.say(build.requestWithdrawal({ nonce: 5 }));
    exchange.say(build.finishWithdrawal({ nonce: 5, paid: false }));
    const again = [build.requestWithdrawal({ nonce: 5 }), build.requestWithdrawal({ nonce: 4 })];
    expect(exchange.say(...again)).toEqual(['auth/nonce-used', 'auth/nonce-used']);
  });

  it('waits for one of sixteen to be done', () => {
    const exchange = SpokenExchange.open();
    const { build } = exchange;
    for (let count = 0; count < 16; count += 1) exchange.say(build.requestWithdrawal());
    expect(exchange.say(build.requestWithdrawal())).toEqual(['ledger/too-many-withdrawals']);
    exchange.say(build.finishWithdrawal({ nonce: 3 }));
    expect(exchange.say(build.requestWithdrawal({ nonce: 99 }))).toEqual([
      'withdrawal-requested 1 of asset 0, nonce 99',
    ]);
  });

  it('keeps its room in custody, so that it can always come back', () => {
    const exchange = SpokenExchange.open();
    const { build } = exchange;
    exchange.say(build.requestWithdrawal({ amount: 10 }));
    const room = MAX_AMOUNT - 3 * FUNDS;
    expect(exchange.say(build.deposit({ amount: room + 1 }))).toEqual(['ledger/custody-full']);
    exchange.say(build.deposit({ amount: room }));
    expect(exchange.say(build.finishWithdrawal({ paid: false }))).toEqual([
      'withdrawal-returned 10 of asset 0, nonce 1',
    ]);
    expect(exchange.view.custody(0)).toBe(MAX_AMOUNT);
  });

  it('is part of the state, and of what is restored', () => {
    const exchange = SpokenExchange.open();
    const { build } = exchange;
    exchange.say(build.requestWithdrawal({ amount: 10 }), build.requestWithdrawal({ asset: 1 }));
    exchange.say(build.freezeAccount({ account: 2 }));
    const restored = new EngineView(decodeState(exchange.bytes, { seq: 1, time: 1 }));
    expect(restored.custodyOf(1)).toEqual(exchange.view.custodyOf(1));
    expect(restored.custodyOf(2).frozen).toEqual(['unsettleable']);
    expect(encodeState(restored)).toEqual(exchange.bytes);
  });
});

describe('what the contract paid out by itself', () => {
  it('is told once for each number of its source', () => {
    const exchange = SpokenExchange.open();
    const { build } = exchange;
    const exit = build.withdraw({ amount: 5, source: 2, sourceSeq: 7 });
    expect(exchange.say(exit)).toEqual(['withdrawn 5 of asset 0']);
    expect(exchange.say(build.withdraw({ amount: 5, source: 2, sourceSeq: 7 }))).toEqual([
      'duplicate',
    ]);
    expect(exchange.say(build.withdraw({ amount: 5, source: 16 }))).toEqual([
      'ledger/unknown-source',
    ]);
  });

  it('that is more than there is does not use up its number', () => {
    const exchange = SpokenExchange.open();
    const { build } = exchange;
    const tooMuch = build.withdraw({ amount: FUNDS + 1, source: 2, sourceSeq: 7 });
    expect(exchange.say(tooMuch)).toEqual(['risk/insufficient-funds']);
    expect(exchange.view.sourceSeq(2)).toBe(-1);
  });

  it('is taken from a frozen account as well', () => {
    const exchange = SpokenExchange.open();
    const { build } = exchange;
    exchange.say(build.freezeAccount());
    expect(exchange.say(build.withdraw({ amount: FUNDS }))).toEqual([
      `withdrawn ${FUNDS} of asset 0`,
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { sampleChoice } from '#scripts/testing/sample-choices.ts';
import { type DepositFunds, deriveDeposit } from './derive-deposit.ts';

const ETHER = 10n ** 18n;

const funds: DepositFunds = {
  balance: 100_000_000n,
  coin: ETHER,
  allowance: 0n,
  permit: true,
  gasPrice: 1_000_000_000n,
  obstacle: null,
};

const derive = (symbol: string, text: string, having: Partial<DepositFunds> | null = {}) =>
  deriveDeposit(
    { choice: sampleChoice(symbol), text },
    having === null ? null : { ...funds, ...having },
  );

describe('a deposit', () => {
  it('is what was typed, to the base unit, as quanta of the ledger', () => {
    const { order, problem, reason } = derive('LUSD', '12.345678');
    expect(order).toMatchObject({ amount: 12_345_678n, quanta: 12_345_678, approval: 'permit' });
    expect([problem, reason]).toEqual([null, null]);
    const inEth = derive('LETH', '1.00000001', { balance: 2n * ETHER });
    expect(inEth.order).toMatchObject({ amount: 1_000_000_010_000_000_000n, quanta: 100_000_001 });
  });

  it.each([
    [{ permit: true, allowance: 0n }, 'permit'],
    [{ permit: false, allowance: 999_999n }, 'approve'],
    [{ permit: false, allowance: 1_000_000n }, 'none'],
    [{ permit: true, allowance: 1_000_000n }, 'none'],
  ] as const)('of a wallet that has %o is allowed by: %s', (having, approval) => {
    expect(derive('LUSD', '1', having).order?.approval).toBe(approval);
  });

  it('needs no permission for native LUX', () => {
    const lux = derive('LUX', '0.5', { balance: ETHER, permit: true });
    expect(lux.order).toMatchObject({ approval: 'none', quanta: 500_000 });
  });

  it('between two units names the nearest amounts, and takes either', () => {
    const between = derive('LUX', '0.1234567', { balance: ETHER });
    expect(between.order).toBeNull();
    expect(between.problem).toBe('The exchange counts LUX in steps of 0.000001.');
    expect(between.nearest.map(({ text }) => text)).toEqual(['0.123456', '0.123457']);
    for (const { text } of between.nearest) {
      expect(derive('LUX', text, { balance: ETHER }).order).not.toBeNull();
    }
  });

  it('below one unit offers the unit alone', () => {
    const tiny = derive('LETH', '0.000000000000000001', { balance: ETHER });
    expect(tiny.nearest.map(({ text }) => text)).toEqual(['0.00000001']);
  });

  it.each([
    ['LUSD', '0', 'Enter an amount above zero.'],
    ['LUSD', '100.000001', 'Your wallet has 100 LUSD.'],
    ['LUSD', '-1', 'An amount cannot be negative.'],
    ['LUSD', '1e3', 'Write the amount out in full, without an exponent.'],
    ['LUSD', '0.0000001', 'LUSD has 6 decimals; this amount has 7.'],
    ['LUSD', '9007199254.740992', 'The exchange cannot hold so much.'],
  ])('of %s %s is refused: %s', (symbol, text, problem) => {
    const view = derive(symbol, text);
    expect(view).toMatchObject({ problem, order: null, reason: null });
  });

  it('leaves LUX for the network cost, and offers at most what is left', () => {
    const lux = { balance: ETHER, coin: ETHER };
    const { max } = derive('LUX', '', lux);
    expect(max).toBe('0.99938');
    expect(derive('LUX', max ?? '', lux).order).not.toBeNull();
    expect(derive('LUX', '1', lux).problem).toBe(
      'Leave some LUX in the wallet for the network cost.',
    );
    expect(derive('LUX', '', { balance: 5n }).max).toBe('0');
  });

  it('offers whole units at most', () => {
    expect(derive('LETH', '', { balance: ETHER + 123n }).max).toBe('1');
  });

  it('of a token cannot be sent without LUX for the network cost', () => {
    const poor = derive('LUSD', '1', { coin: 1n });
    expect(poor).toMatchObject({ order: null, problem: null });
    expect(poor.reason).toContain('too little LUX');
  });

  it.each([
    ['paused', /paused/],
    ['stopped', /stopped/],
    ['exiting', /leaving/],
  ] as const)('is not offered where the contract would refuse it: %s', (obstacle, reason) => {
    expect(derive('LUSD', '1', { obstacle })).toMatchObject({
      order: null,
      reason: expect.stringMatching(reason),
    });
  });

  it('waits for the chain, and says so', () => {
    expect(derive('LUSD', '1', null)).toMatchObject({
      order: null,
      max: null,
      balance: null,
      cost: null,
      reason: 'Reading your wallet…',
    });
  });

  it('costs more where an approval comes before it', () => {
    const cost = (having: Partial<DepositFunds>) => derive('LUSD', '1', having).cost ?? 0n;
    const approved = cost({ allowance: 1_000_000n });
    expect(cost({ permit: false })).toBeGreaterThan(approved);
    expect(cost({ permit: true })).toBeGreaterThan(approved);
  });
});

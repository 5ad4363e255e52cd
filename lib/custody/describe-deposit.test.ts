import { describe, expect, it } from 'vitest';
import { sampleChoice } from '#scripts/testing/sample-choices.ts';
import { type DepositFunds, deriveDeposit } from './derive-deposit.ts';
import { blocksText, depositFacts } from './describe-deposit.ts';

const funds: DepositFunds = {
  balance: 100_000_000n,
  coin: 10n ** 18n,
  allowance: 0n,
  permit: false,
  gasPrice: 1_000_000_000n,
  obstacle: null,
};

describe('how long blocks take', () => {
  it.each([
    [null, 1, '–'],
    [1, null, '1 block'],
    [2, 1, '2 blocks, about 2 s'],
    [1, 0.2, '1 block, about 1 s'],
    [12, 12, '12 blocks, about 3 min'],
  ])('%s blocks, one every %s seconds: %s', (needed, blockSeconds, text) => {
    expect(blocksText({ needed, blockSeconds })).toBe(text);
  });
});

describe('what a deposit will do', () => {
  const facts = (symbol: string, text: string, having: DepositFunds | null = funds) => {
    const choice = sampleChoice(symbol);
    const view = deriveDeposit({ choice, text }, having);
    const told = depositFacts({ choice, view }, { needed: 2, blockSeconds: 1 });
    return Object.fromEntries(told.map(({ name, value }) => [name, value]));
  };

  it('is said in the asset of the ledger, with its cost and permission', () => {
    expect(facts('LUSD', '12.5')).toEqual({
      'You are credited': '12.5 USDT',
      Permission: 'A transaction before the deposit',
      'Network cost': '≈ 0.00021 LUX',
      'Credited after': '2 blocks, about 2 s',
    });
  });

  it('leaves out what is not known, and what native LUX does not need', () => {
    expect(facts('LUX', '', null)).toEqual({
      'You are credited': '–',
      'Network cost': '–',
      'Credited after': '2 blocks, about 2 s',
    });
  });
});

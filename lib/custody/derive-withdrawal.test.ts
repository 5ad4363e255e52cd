import { describe, expect, it } from 'vitest';
import { sampleChoice } from '#scripts/testing/sample-choices.ts';
import { deriveWithdrawal, type WithdrawalFunds } from './derive-withdrawal.ts';

const OWNER = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266';
const OTHER = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const HOUSE = '0x5fbdb2315678afecb367f032d93f642f64180aa3';

const funds: WithdrawalFunds = {
  owner: OWNER,
  available: 5_000_000,
  minimum: 1_000_000,
  contracts: [HOUSE],
};

const derive = (text: string, to = '', having: Partial<WithdrawalFunds> = {}) =>
  deriveWithdrawal({ choice: sampleChoice('LUSD'), text, to }, { ...funds, ...having });

describe('a withdrawal', () => {
  it('goes to the own address unless another is typed', () => {
    expect(derive('1.5')).toMatchObject({
      order: { quanta: 1_500_000, to: OWNER },
      isElsewhere: false,
      max: '5',
    });
    expect(derive('1.5', ` ${OTHER} `)).toMatchObject({
      order: { to: OTHER },
      isElsewhere: true,
    });
    expect(derive('1', OWNER.replace('0xf39fd6', '0xf39fd6')).isElsewhere).toBe(false);
  });

  it.each([
    ['0', /above zero/],
    ['0.999999', /least that is paid out is 1 USDT/],
    ['5.000001', /^Available are 5 USDT/],
    ['0.0000001', /6 decimals/],
    ['abc', /digits/],
  ])('of %s is refused', (text, problem) => {
    expect(derive(text)).toMatchObject({ order: null, problem: expect.stringMatching(problem) });
  });

  it('says it where there is nothing', () => {
    expect(derive('2', '', { available: 0 }).problem).toBe(
      'You have no USDT that can be withdrawn.',
    );
  });

  it.each([
    ['0x1234', /40 hexadecimal digits/],
    [`${OTHER}00`, /40 hexadecimal digits/],
    ['lux.eth', /40 hexadecimal digits/],
    ['0x70997970c51812dc3A010C7d01b50e0d17dc79C8', /capitals/],
    [`0x${'0'.repeat(40)}`, /Nobody/],
    [HOUSE, /would keep/],
  ])('to %s is refused', (to, problem) => {
    const view = derive('1', to);
    expect(view.order).toBeNull();
    expect(view.toProblem).toMatch(problem);
  });

  it('waits for balances, and says so', () => {
    expect(derive('1', '', { available: null })).toMatchObject({
      order: null,
      max: null,
      reason: 'Reading your balances…',
    });
  });
});

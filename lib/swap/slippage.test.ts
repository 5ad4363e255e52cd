import { describe, expect, it } from 'vitest';
import { autoSlippageBps, readSlippage } from './slippage.ts';

describe('autoSlippageBps', () => {
  it.each([
    ['no route yet', [], 50],
    ['one cheap pool', [500], 50],
    ['one 0.3 % pool', [3_000], 50],
    ['a 1 % pool', [10_000], 100],
    ['two hops of 0.3 %', [6_000], 60],
    ['the dearest of two legs', [3_000, 13_000], 130],
    ['a fee that is no whole basis point', [5_050], 51],
    ['never more than the limit', [900_000], 500],
  ])('%s', (_, fees, bps) => {
    expect(autoSlippageBps(fees)).toBe(bps);
  });
});

describe('readSlippage', () => {
  it('follows the route while automatic', () => {
    expect(readSlippage({ mode: 'auto' }, [10_000])).toEqual({
      kind: 'slippage',
      bps: 100,
      level: 'normal',
    });
    expect(readSlippage({ mode: 'auto' }, null)).toMatchObject({ bps: 50 });
  });

  it.each([
    ['0.5', 50, 'normal'],
    ['0.50', 50, 'normal'],
    ['.5', 50, 'normal'],
    ['1', 100, 'normal'],
    ['1.', 100, 'normal'],
    [' 1.25 % ', 125, 'normal'],
    ['0.05', 5, 'normal'],
    ['0.04', 4, 'low'],
    ['5', 500, 'normal'],
    ['5.01', 501, 'high'],
    ['50', 5_000, 'high'],
  ])('reads %j as %i basis points, %s', (text, bps, level) => {
    expect(readSlippage({ mode: 'custom', text }, null)).toEqual({ kind: 'slippage', bps, level });
  });

  it.each([
    ['', 'Enter a percentage like 0.5.'],
    ['.', 'Enter a percentage like 0.5.'],
    ['abc', 'Enter a percentage like 0.5.'],
    ['-1', 'Enter a percentage like 0.5.'],
    ['1e1', 'Enter a percentage like 0.5.'],
    ['1,5', 'Enter a percentage like 0.5.'],
    ['0', 'Slippage must be above zero.'],
    ['0.00', 'Slippage must be above zero.'],
    ['0.125', 'Slippage has at most two decimals.'],
    ['50.01', 'Slippage can be 50% at most.'],
    ['100', 'Slippage can be 50% at most.'],
    ['5000', 'Enter a percentage like 0.5.'],
  ])('refuses %j', (text, message) => {
    expect(readSlippage({ mode: 'custom', text }, null)).toEqual({ kind: 'problem', message });
  });
});

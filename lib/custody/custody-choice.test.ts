import { describe, expect, it } from 'vitest';
import { sampleTokens } from '#scripts/testing/sample-choices.ts';
import { choiceOfAsset, custodyChoices } from './custody-choice.ts';

describe('what can be paid in', () => {
  const choices = custodyChoices(sampleTokens);

  it('is every asset by its token, native LUX before WLUX, with the unit that amounts are multiples of', () => {
    expect(choices.map(({ label, unit }) => [label, unit])).toEqual([
      ['USDT (token LUSD)', 1n],
      ['BTC (token LBTC)', 1n],
      ['ETH (token LETH)', 10_000_000_000n],
      ['LUX', 1_000_000_000_000n],
      ['LUX (token WLUX)', 1_000_000_000_000n],
    ]);
  });

  it('is nothing where no token is deployed, and what is deployed elsewhere', () => {
    expect(custodyChoices([])).toEqual([]);
    expect(custodyChoices(sampleTokens.slice(1, 2))).toHaveLength(1);
  });

  it('begins with what is asked for, or the first', () => {
    expect(choiceOfAsset(choices, 'LUX')?.currency.kind).toBe('native');
    expect(choiceOfAsset(choices, 'DOGE')?.asset.symbol).toBe('USDT');
    expect(choiceOfAsset([], null)).toBeUndefined();
  });
});

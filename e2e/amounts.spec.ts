import { expect, test } from './test.ts';

test.describe('an amount', () => {
  test('that cannot be meant is refused beside the field, and kept as it was typed', async ({
    trader,
    swap,
  }) => {
    await swap.open({ from: 'LUSD', to: 'LUX' });
    for (const [text, sentence] of [
      ['1,234', 'can be read in two ways. Write 1234 or 1.234.'],
      ['1,5', 'Use a point for decimals: 1.5.'],
      ['1.2.3', 'Use digits and one point'],
      ['12 34', 'The separators do not mark thousands.'],
      ['1e18', 'without an exponent'],
      ['-5', 'An amount cannot be negative.'],
      ['٣', 'Use the digits 0 to 9.'],
      ['0x10', 'Use digits and one point'],
      ['<b>1</b>', 'Use digits and one point'],
      ['1.1234567', 'LUSD has 6 decimals; this amount has 7.'],
      [`1${'0'.repeat(77)}`, 'more than any contract can hold'],
      ['9'.repeat(200), 'longer than any amount'],
    ] as const) {
      await swap.pay.fill(text);
      await expect(swap.card.getByRole('alert')).toContainText(sentence);
      await expect(swap.button('Check the amount')).toBeDisabled();
      await expect(swap.pay).toHaveValue(text);
    }
    await swap.receive.fill(`0.${'0'.repeat(18)}1`);
    await expect(swap.card.getByRole('alert')).toContainText('LUX has 18 decimals');
    expect(trader.asked).toEqual([]);
  });

  test('is read with the spaces and commas that were pasted with it', async ({ trader, swap }) => {
    await swap.open({ from: 'LUX', to: 'WLUX' });
    for (const [text, amount] of [
      ['1,234.5', '1234.5'],
      ['1,234,567', '1234567'],
      ['  1 234.5 ', '1234.5'],
      ['1\u00a0234.50', '1234.5'],
      ['\t.5\n', '0.5'],
      ['5.', '5'],
    ] as const) {
      await swap.pay.fill('');
      await swap.pay.fill(text);
      await expect(swap.receive).toHaveValue(amount);
    }
    expect(trader.asked).toEqual([]);
  });

  test('of nothing, or too small or too large for the pools, cannot be swapped', async ({
    trader,
    swap,
  }) => {
    await swap.open({ from: 'LUX', to: 'LUSD' });
    await expect(swap.button('Enter an amount')).toBeDisabled();
    await swap.pay.fill('0.000');
    await expect(swap.button('Enter an amount')).toBeDisabled();
    await swap.pay.fill(`0.${'0'.repeat(17)}1`);
    await expect(swap.button('Amount too small')).toBeDisabled();
    await swap.pay.fill('9'.repeat(50));
    await expect(swap.button(/^(?:Amount too large|Not enough liquidity)$/)).toBeDisabled();
    await swap.pay.fill('');
    await swap.receive.fill('1000000000');
    await expect(swap.button('Not enough liquidity')).toBeDisabled();
    expect(trader.asked).toEqual([]);
  });
});

import { expect, test } from './test.ts';

test.describe('the swap card', () => {
  test('turns the swap round, the typed amount staying with its token', async ({ page, swap }) => {
    await swap.open({ from: 'LUX', to: 'LUSD' });
    await swap.pay.fill('20');
    await expect(swap.receive).not.toHaveValue('');
    await swap.card.getByRole('button', { name: 'Turn the swap round' }).click();
    await expect(swap.card.getByRole('button', { name: 'Token to pay: LUSD' })).toBeVisible();
    await expect(swap.receive).toHaveValue('20');
    await expect(swap.pay).toHaveValue(/^\d+/);
    const rate = swap.card.getByTitle('Show the rate the other way round');
    await expect(rate).toHaveText(/^1 LUSD = 0\.\d+ LUX$/);
    await rate.click();
    await expect(rate).toHaveText(/^1 LUX = \d+\.\d+ LUSD$/);
    await swap.choose('pay', 'LUX');
    await expect(swap.card.getByRole('button', { name: 'Token to receive: LUSD' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'LUX/USDT' })).toBeVisible();
  });

  test('allows a slippage over 5 % only to who asks for it, and on each visit anew', async ({
    page,
    trader,
    swap,
  }) => {
    await swap.open({ from: 'LUX', to: 'LUSD' });
    await swap.pay.fill('1');
    await expect(swap.button('Review')).toBeEnabled();
    await swap.card.getByRole('button', { name: 'Swap settings' }).click();
    const own = page.getByLabel('Slippage of your own, in per cent');
    const deadline = page.getByLabel('Deadline');
    for (const [text, sentence] of [
      ['60', '50% at most'],
      ['0', 'above zero'],
      ['0.123', 'at most two decimals'],
      ['abc', 'a percentage like 0.5'],
    ] as const) {
      await own.fill(text);
      await expect(page.getByRole('dialog', { name: 'Swap settings' })).toContainText(sentence);
    }
    await own.fill('6');
    await deadline.fill('30');
    await page.keyboard.press('Escape');
    await expect(swap.button('Slippage over 5%')).toBeDisabled();
    await swap.card.getByRole('button', { name: 'Swap settings' }).click();
    await page.getByLabel(/^I want more than 5% slippage/).check();
    await page.keyboard.press('Escape');
    await expect(swap.button('Review')).toBeEnabled();
    await expect(swap.card.getByRole('list', { name: 'Warnings' })).toContainText('6.00% slippage');

    await page.reload();
    await swap.pay.fill('1');
    await expect(swap.button('Slippage over 5%')).toBeDisabled();
    await swap.card.getByRole('button', { name: 'Swap settings' }).click();
    await expect(own).toHaveValue('6');
    await expect(deadline).toHaveValue('30');
    expect(trader.asked).toEqual([]);
  });
});

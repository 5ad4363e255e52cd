import { expectSettled, noteBalances } from './chain/settlement.ts';
import { tabThrough, tabTo } from './pages/tab-through.ts';
import { expect, test } from './test.ts';

test.describe('by keyboard alone', () => {
  for (const path of ['/', '/swap', '/trade/BTC-USDT']) {
    test(`everything on ${path} is reached, and shows that it is`, async ({ page }) => {
      await page.goto(path);
      await expect(
        page.getByRole('banner').getByRole('button', { name: 'Connect wallet' }),
      ).toBeEnabled();
      const { reached, unseen } = await tabThrough(page);
      expect(unseen).toEqual([]);
      expect(reached[0]).toBe('A Skip to content');
      expect(reached.length).toBeGreaterThan(15);
    });
  }

  test('a token is chosen, an amount swapped, and the receipt closed', async ({
    page,
    chain,
    trader,
    swap,
  }) => {
    const account = await noteBalances(chain, trader.address);
    await swap.open({ from: 'LUX', to: 'LUSD' });
    await tabTo(page, swap.pay);
    await page.keyboard.type('7');
    const receive = swap.card.getByRole('button', { name: /^Token to receive/ });
    await tabTo(page, receive);
    await page.keyboard.press('Enter');
    await expect(swap.dialog.getByRole('combobox')).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    await expect(receive).toBeFocused();
    await page.keyboard.press('Enter');
    await page.keyboard.type('ether');
    await page.keyboard.press('Enter');
    await expect(receive).toHaveAccessibleName('Token to receive: LETH');
    await expect(receive).toBeFocused();

    await tabTo(page, swap.button('Review'));
    await page.keyboard.press('Enter');
    await expect(swap.dialog.getByRole('heading', { name: 'Review swap' })).toBeVisible();
    await tabTo(page, swap.dialog.getByRole('button', { name: 'Swap 7 LUX' }));
    await page.keyboard.press('Enter');
    await expectSettled(account, await swap.readReceipt());
    await tabTo(page, swap.receipt.getByRole('button', { name: 'Close' }));
    await page.keyboard.press('Enter');
    await expect(swap.dialog).toBeHidden();
  });
});

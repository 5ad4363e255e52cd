import { expect, test } from './test.ts';

test.describe('the command palette', () => {
  test('opens by keyboard, finds, and goes', async ({ page, swap }) => {
    await page.goto('/');
    await expect(page.getByRole('contentinfo')).toContainText('Block');
    await page.keyboard.press('Control+k');
    const field = page.getByRole('combobox', { name: 'Search or jump to' });
    await expect(field).toBeFocused();
    await page.keyboard.type('lbtc');
    const options = page.getByRole('option');
    await expect(options.first()).toHaveAttribute('aria-selected', 'true');
    await expect(options).toContainText(['LBTC', 'BTC/USDT']);
    await page.keyboard.press('Enter');
    await expect(swap.card.getByRole('button', { name: 'Token to receive: LBTC' })).toBeVisible();
  });

  test('leads to another token from the swap page itself', async ({ page, swap }) => {
    await swap.open({ from: 'LUX', to: 'LUSD' });
    await expect(page.getByRole('contentinfo')).toContainText('Block');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('leth');
    await page.getByRole('option', { name: /^LETH/ }).click();
    await expect(swap.card.getByRole('button', { name: 'Token to receive: LETH' })).toBeVisible();
  });

  test('knows what to do with an address, and says when it finds nothing', async ({
    page,
    plain,
    swap,
  }) => {
    await page.goto('/');
    await expect(page.getByRole('contentinfo')).toContainText('Block');
    await page.keyboard.press('/');
    const field = page.getByRole('combobox', { name: 'Search or jump to' });
    await field.fill('qwertyuiop');
    await expect(page.getByRole('status').filter({ hasText: 'Nothing is called' })).toBeVisible();
    await field.fill(plain.address);
    await page.getByRole('option', { name: /^Swap to the token at this address/ }).click();
    await expect(
      swap.dialog.getByRole('button', { name: /^Import and choose PLAIN/ }),
    ).toBeVisible();
  });

  test('gives the focus back, and the keys lead to pages and their list', async ({ page }) => {
    await page.goto('/');
    const opener = page.getByRole('button', { name: /^Search or jump to/ });
    await opener.click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(opener).toBeFocused();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await expect(page.getByRole('heading', { name: 'Swap', level: 1 })).toBeVisible();
  });
});

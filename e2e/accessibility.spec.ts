import { expectNoViolations } from './pages/axe-violations.ts';
import { expect, test } from './test.ts';

// What is still fading in has not the contrast that it will have.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

for (const theme of ['dark', 'light'] as const) {
  test.describe(`in the ${theme} theme axe finds nothing wrong with`, () => {
    test.beforeEach(async ({ context, exchange }) => {
      await context.addCookies([{ name: 'lux-theme', value: theme, url: exchange.webUrl }]);
    });

    test('the markets, their chart, its table, the settings and the search', async ({ page }) => {
      await page.goto('/');
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await expect(
        page.getByRole('region', { name: 'Chart' }).locator('canvas').first(),
      ).toBeVisible();
      await expectNoViolations(page);
      await page.getByRole('button', { name: 'Show as a table' }).click();
      await expect(page.getByRole('columnheader', { name: 'Close' })).toBeVisible();
      await expectNoViolations(page);
      await page.getByRole('button', { name: 'Settings' }).click();
      await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
      await expectNoViolations(page);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectNoViolations(page);
      await page.keyboard.press('Escape');
      await page.getByRole('searchbox').fill('nothing is called so');
      await expect(page.getByRole('grid', { name: 'Markets' })).toBeHidden();
      await expectNoViolations(page);
    });

    test('the swap, its settings, the list of tokens and the wallets', async ({
      page,
      swap,
      wallet,
    }) => {
      expect(wallet.asked).toEqual([]);
      await swap.open();
      await expect(page.locator('canvas').first()).toBeVisible();
      await expectNoViolations(page);
      await swap.card.getByRole('button', { name: 'Swap settings' }).click();
      await expect(page.getByRole('dialog', { name: 'Swap settings' })).toBeVisible();
      await expectNoViolations(page);
      await page.keyboard.press('Escape');
      await swap.card.getByRole('button', { name: 'Token to pay: LUX' }).click();
      await expect(swap.dialog.getByRole('option').first()).toBeVisible();
      await expectNoViolations(page);
      await page.keyboard.press('Escape');
      await swap.button('Connect wallet').click();
      await expect(page.getByRole('button', { name: /^Browser wallet/ })).toBeEnabled();
      await expectNoViolations(page);
      await page.getByRole('button', { name: /^Browser wallet/ }).click();
      await expect(swap.dialog.getByRole('button', { name: 'Test Wallet' })).toBeVisible();
      await expectNoViolations(page);
    });

    test('a quote, its review, its receipt and the account', async ({ page, swap, trader }) => {
      await swap.open({ from: 'LUX', to: 'LUSD' });
      await swap.pay.fill('200000');
      await expect(swap.button('Insufficient LUX')).toBeVisible();
      await expect(swap.card.getByRole('list', { name: 'Warnings' })).toBeVisible();
      await expectNoViolations(page);
      await swap.pay.fill('1');
      await swap.shownPools();
      await swap.review();
      await expectNoViolations(page);
      await page.keyboard.press('Escape');
      await swap.carryOut();
      await expectNoViolations(page);
      await swap.receipt.getByRole('button', { name: 'Close' }).click();
      await page.getByRole('button', { name: /^Account 0x/ }).click();
      await expect(page.getByTitle(trader.address, { exact: true })).toBeVisible();
      await expectNoViolations(page);
    });

    test('a page that does not exist, and the list of keys', async ({ page, faults }) => {
      faults.allow(/status of 404/);
      await page.goto('/nowhere');
      await expectNoViolations(page);
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
      await expectNoViolations(page);
    });
  });
}

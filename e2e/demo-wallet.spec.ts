import { isHash } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { expectSettled, noteBalances } from './chain/settlement.ts';
import { expect, test } from './test.ts';

test.describe('the demo wallet', () => {
  test('takes someone with nothing to a swap', async ({ page, chain, swap }) => {
    await page.goto('/');
    await page.getByRole('banner').getByRole('button', { name: 'Connect wallet' }).click();
    await page.getByRole('button', { name: /^Demo wallet/ }).click();
    await expect(page.getByRole('button', { name: /demo wallet$/ })).toBeVisible();
    await expect(page.getByRole('article', { name: 'Test tokens have arrived' })).toBeVisible();

    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: 'Swap' })
      .click();
    const key = await page.evaluate(() => localStorage.getItem('lux.demo-wallet.key'));
    if (key === null || !isHash(key)) throw new Error('the browser keeps no key');
    const account = await noteBalances(chain, privateKeyToAccount(key).address);
    expect(account.before).toMatchObject({ LUX: 10n ** 21n, LUSD: 25_000_000_000n });

    await expect(swap.card.getByText('Balance 1,000')).toBeVisible();
    await swap.pay.fill('100');
    const shown = await swap.carryOut();
    expect(shown.paid).toBe('100 LUX');
    await expectSettled(account, shown);
  });

  test('is there again after the page was loaded anew, and gone when disconnected', async ({
    page,
  }) => {
    await page.goto('/swap');
    await page.getByRole('banner').getByRole('button', { name: 'Connect wallet' }).click();
    await page.getByRole('button', { name: /^Demo wallet/ }).click();
    const account = page.getByRole('button', { name: /demo wallet$/ });
    await expect(page.getByRole('article', { name: 'Test tokens have arrived' })).toBeVisible();
    const text = await account.textContent();
    await page.reload();
    await expect(account).toHaveText(text ?? '');
    await account.click();
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await expect(account).toBeHidden();
    await page.reload();
    await expect(
      page.getByRole('banner').getByRole('button', { name: 'Connect wallet' }),
    ).toBeEnabled();
  });
});

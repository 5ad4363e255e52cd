import { expect, test } from './test.ts';

test.describe('a link to a swap', () => {
  test('fills in what it asks for', async ({ page, swap }) => {
    await page.goto('/swap?from=LBTC&to=LETH&amount=0.5');
    await expect(swap.card.getByRole('button', { name: 'Token to pay: LBTC' })).toBeVisible();
    await expect(swap.card.getByRole('button', { name: 'Token to receive: LETH' })).toBeVisible();
    await expect(swap.pay).toHaveValue('0.5');
    await expect(swap.receive).toHaveValue(/^\d+\.\d+$/);

    await page.goto('/swap?from=lux&to=lusd&amount=12.5&exact=receive');
    await expect(swap.receive).toHaveValue('12.5');
    await expect(swap.pay).toHaveValue(/^\d+\.\d+$/);
  });

  for (const [what, query, notice] of [
    ['a token that is not listed', 'from=NOPE', 'names a token that is not listed'],
    ['the same token twice', 'from=LUX&to=LUX', 'names the same token twice'],
    ['an amount that is none', 'from=LUX&to=LUSD&amount=1e5', 'amount was not understood'],
    ['one side twice', 'from=LUX&from=LETH&to=LUSD', 'gives “from” more than once'],
    ['markup', 'from=%3Cimg%20src=x%3E&amount=%3Cb%3E', 'names a token that is not listed'],
  ] as const) {
    test(`ignores ${what}, and says so`, async ({ page, swap }) => {
      await page.goto(`/swap?${query}`);
      await expect(page.getByRole('listitem').filter({ hasText: notice })).toBeVisible();
      await expect(swap.pay).toHaveValue('');
      await expect(swap.button('Connect wallet')).toBeEnabled();
    });
  }
});

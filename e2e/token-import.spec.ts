import { expect, test } from './test.ts';

const NOBODY = '0x00000000000000000000000000000000000A11cE';

test.describe('a token named by its address', () => {
  test('cannot bring markup into the page', async ({ exchange, page, swap }) => {
    await swap.open({ from: 'LUSD', to: exchange.testTokens.html });
    await expect(swap.dialog).toContainText('Its name holds markup, which was taken out.');
    await swap.dialog.getByRole('button', { name: /^Import and choose/ }).click();
    await expect(
      swap.card.getByRole('button', { name: /^Token to receive: script/ }),
    ).toBeVisible();
    await expect(page).toHaveTitle('Swap · Lux Exchange');
    expect(await page.locator('img[src="x"]').count()).toBe(0);
  });

  test('cannot turn the direction of the text', async ({ exchange, page, swap }) => {
    await swap.open({ from: 'LUSD', to: exchange.testTokens['right-to-left'] });
    await expect(swap.dialog).toContainText('tries to turn the direction of the text');
    await swap.dialog.getByRole('button', { name: 'Import and choose DSUL' }).click();
    await expect(swap.card.getByRole('button', { name: 'Token to receive: DSUL' })).toBeVisible();
    expect(await page.locator('body').innerText()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/u);
  });

  test('cannot push the page apart with a very long name', async ({
    exchange,
    page,
    trader,
    swap,
  }) => {
    expect(trader.asked).toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });
    await swap.open({ from: 'LUSD', to: exchange.testTokens['long-metadata'] });
    await expect(swap.dialog).toContainText('Its name was shortened.');
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    expect(await width()).toBe(360);
    await swap.dialog.getByRole('button', { name: /^Import and choose LONGLONG/ }).click();
    await swap.pay.fill('1');
    await expect(swap.button('No route')).toBeVisible();
    expect(await width()).toBe(360);
  });

  test('is told apart from a listed one of the same symbol', async ({ exchange, page, swap }) => {
    await swap.open({ from: 'LUX', to: exchange.testTokens['symbol-collision'] });
    await expect(swap.dialog).toContainText('Another token here is called LUSD as well.');
    await swap.dialog.getByRole('button', { name: 'Import and choose LUSD' }).click();
    const ending = new RegExp(`${exchange.testTokens['symbol-collision'].slice(-4)}$`, 'i');
    const chosen = swap.card.getByRole('button', { name: 'Token to receive: LUSD' });
    await expect(chosen).toContainText(/0x/);
    await expect(chosen.getByText(ending)).toBeVisible();
    await expect(swap.card.getByRole('list', { name: 'Warnings' })).toContainText(
      'LUSD was imported by its address.',
    );

    await page.goto('/swap');
    await swap.card.getByRole('button', { name: 'Token to pay: LUX' }).click();
    await swap.dialog.getByRole('combobox').fill('LUSD');
    const options = swap.dialog.getByRole('option');
    await expect(options).toHaveCount(2);
    await expect(options.filter({ hasText: 'Imported' })).toHaveCount(1);
    await expect(options.filter({ hasText: '0x' })).toHaveCount(2);
  });

  test('is refused where there is no token', async ({ exchange, chain, page, swap }) => {
    await swap.open();
    const refusals = [
      [NOBODY, 'token/no-code'],
      [chain.contract('swapRouter02'), 'token/not-erc20'],
      [exchange.testTokens['reverting-metadata'], 'token/not-erc20'],
      [
        exchange.testTokens.plain.replace(/[a-f]/, (letter) => letter.toUpperCase()),
        'token/wrong-checksum',
      ],
    ] as const;
    for (const [address, code] of refusals) {
      await swap.card.getByRole('button', { name: /^Token to receive/ }).click();
      await swap.dialog.getByRole('combobox').fill(address);
      await page.keyboard.press('Enter');
      await expect(swap.dialog.getByRole('alert')).toContainText(code);
      await expect(swap.dialog.getByRole('button', { name: /^Import and/ })).toBeHidden();
      await swap.dialog.getByRole('button', { name: 'Close' }).click();
    }
  });

  test('goes to the side for which a link names it, and is known from then on', async ({
    page,
    plain,
    anc,
    swap,
  }) => {
    await swap.open({ from: plain.address, to: anc.address });
    await swap.dialog.getByRole('button', { name: 'Import and choose PLAIN' }).click();
    await swap.dialog.getByRole('button', { name: 'Import and choose ANC' }).click();
    await expect(swap.dialog).toBeHidden();
    await expect(swap.card.getByRole('button', { name: 'Token to pay: PLAIN' })).toBeVisible();
    await expect(swap.card.getByRole('button', { name: 'Token to receive: ANC' })).toBeVisible();

    await page.goto('/swap');
    await swap.choose('receive', 'plain');
    await expect(swap.card.getByRole('button', { name: 'Token to receive: PLAIN' })).toBeVisible();
    await expect(swap.card.getByRole('list', { name: 'Warnings' })).toContainText('was imported');
  });
});

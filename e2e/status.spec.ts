import { expectNoViolations } from './pages/axe-violations.ts';
import { expect, test } from './test.ts';

// What is still fading in has not the contrast that it will have.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('the status page shows services, settlement and the code of every contract', async ({
  page,
  chain,
}) => {
  await page.goto('/status');
  const row = (table: string, name: string) =>
    page.getByRole('grid', { name: table }).getByRole('row', { name: new RegExp(`^${name} `) });
  await expect(row('Services', 'Engine')).toContainText('Works');
  await expect(row('Settlement', 'Ledger and chain')).toContainText('Agree');
  const house = row('Contracts', 'clearingHouse');
  await expect(house).toContainText(chain.contract('clearingHouse'));
  await expect(house).toContainText(/[\d,]{5,} bytes/);
  await expect(page.getByRole('grid', { name: 'Contracts' })).not.toContainText('No code');
});

test('the exchange holds what it owes, and says the same as the chain', async ({ page, chain }) => {
  await page.goto('/solvency');
  await expect(page.getByText('The contract holds everything that it owes')).toBeVisible();
  await expect(page.getByText('equal the contract’s at that block to the last unit')).toBeVisible();
  const table = page.getByRole('grid', { name: 'Holdings and liabilities' });
  for (const { symbol } of chain.deployment.tokens) {
    await expect(table.getByRole('row', { name: new RegExp(`^${symbol} `) })).toContainText(
      'Covered',
    );
  }
});

test('these pages are found in the status line and in the palette', async ({ page }) => {
  await page.goto('/swap');
  await page.getByRole('contentinfo').getByRole('link', { name: 'Solvency' }).click();
  await expect(page.getByRole('heading', { name: 'Proof of solvency', level: 1 })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill('without the operator');
  await page.keyboard.press('Enter');
  await expect(
    page.getByRole('heading', { name: 'Leave without the operator', level: 1 }),
  ).toBeVisible();
  // What was live a moment ago is not connected to the exchange any more.
  await expect(page.getByRole('contentinfo')).toContainText('Chain only');
});

for (const theme of ['dark', 'light'] as const) {
  test(`in the ${theme} theme axe finds nothing wrong, on a phone neither`, async ({
    page,
    context,
    exchange,
  }) => {
    await context.addCookies([{ name: 'lux-theme', value: theme, url: exchange.webUrl }]);
    for (const [path, table] of [
      ['/status', 'Services'],
      ['/solvency', 'Holdings and liabilities'],
    ] as const) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(path);
      await expect(page.getByRole('grid', { name: table })).toBeVisible();
      await expectNoViolations(page);
      await page.setViewportSize({ width: 390, height: 844 });
      await expectNoViolations(page);
    }
    await page.goto('/exit');
    await expect(page.getByText('Connect the wallet of the account')).toBeVisible();
    await expectNoViolations(page);
  });
}

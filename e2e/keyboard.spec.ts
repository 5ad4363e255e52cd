import type { Locator, Page } from '@playwright/test';
import { expectSettled, noteBalances } from './chain/settlement.ts';
import { expect, test } from './test.ts';

/** More stops than any page has. */
const MANY_STOPS = 80;

/** Presses Tab until the focus is there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeEnabled();
  for (let stop = 0; stop < MANY_STOPS; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${target}`);
}

/** Goes through the page by Tab: what was reached, and what of it shows no focus. */
async function tabThrough(page: Page) {
  const reached: string[] = [];
  const unseen: string[] = [];
  for (let stop = 0; stop < MANY_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return null;
      let shown = false;
      // A field may show its focus on the frame around it.
      for (let node: Element | null = element; node !== null && !shown; node = node.parentElement) {
        const { outlineStyle, outlineWidth } = getComputedStyle(node);
        shown = outlineStyle !== 'none' && Number.parseInt(outlineWidth, 10) >= 2;
      }
      const name = element.getAttribute('aria-label') ?? element.textContent;
      const seen = element.matches(':focus-visible') && shown;
      return { name: `${element.tagName} ${name}`.trim(), seen };
    });
    if (focus === null) return { reached, unseen };
    reached.push(focus.name);
    if (!focus.seen) unseen.push(focus.name);
  }
  throw new Error(`Tab finds no end: ${reached.slice(-5).join(', ')}`);
}

test.describe('by keyboard alone', () => {
  for (const path of ['/', '/swap']) {
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

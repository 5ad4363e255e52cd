import type { Locator } from '@playwright/test';
import { expect, test } from './test.ts';

/** How many pixels of a canvas have a colour like the one of the chart's candles. */
async function candlePixels(canvas: Locator): Promise<number> {
  return await canvas.evaluate((element) => {
    if (!(element instanceof HTMLCanvasElement)) throw new Error('not a canvas');
    const { width, height } = element;
    const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    copy?.drawImage(element, 0, 0);
    const { data } = copy?.getImageData(0, 0, width, height) ?? { data: [] };
    let count = 0;
    for (let index = 0; index < data.length; index += 4) {
      const [red = 0, green = 0, blue = 0] = data.slice(index, index + 3);
      if (Math.max(red, green, blue) - Math.min(red, green, blue) > 90) count += 1;
    }
    return count;
  });
}

test.describe('the markets', () => {
  test.beforeEach(async ({ page }) => {
    await page.goto('/');
  });

  test('are listed with prices that live, and called simulated', async ({ page }) => {
    const rows = page.getByRole('grid', { name: 'Markets' }).getByRole('row');
    await expect(rows).toHaveCount(4);
    await expect(page.getByRole('region', { name: 'All markets' })).toContainText(
      'Simulated prices',
    );
    await expect(page.getByRole('contentinfo')).toContainText('Simulated prices');
    for (const symbol of ['BTC', 'ETH', 'LUX']) {
      const price = rows.filter({ hasText: symbol }).getByRole('gridcell').nth(2);
      const before = await price.innerText();
      expect(before).toMatch(/^[\d,]+\.\d+$/);
      await expect(price).not.toHaveText(before);
    }
    await expect(rows.nth(1).getByRole('gridcell').nth(3)).toHaveText(/[+−]\d+\.\d\d%/);
  });

  test('are gone through with the arrow keys', async ({ page }) => {
    const grid = page.getByRole('grid', { name: 'Markets' });
    await grid.getByRole('button', { name: 'Add BTC/USDT to favourites' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await expect(grid.getByRole('button', { name: 'Show the chart of ETH/USDT' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('region', { name: 'Chart' }).getByRole('heading')).toHaveText(
      'ETH/USDT',
    );
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowDown');
    await expect(grid.getByRole('link', { name: 'Swap LUX' })).toBeFocused();
    await page.keyboard.press('Home');
    await expect(grid.getByRole('button', { name: 'Add LUX/USDT to favourites' })).toBeFocused();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/swap\?/);
  });

  test('are found by name and kept as favourites', async ({ page }) => {
    const rows = page.getByRole('grid', { name: 'Markets' }).getByRole('row');
    await page.getByRole('searchbox').fill('eth');
    await expect(rows).toHaveCount(2);
    await page.getByRole('button', { name: 'Add ETH/USDT to favourites' }).click();
    await page.reload();
    await expect(rows).toHaveCount(4);
    await page.getByRole('group', { name: 'Markets shown' }).getByText('Favourites').click();
    await expect(rows).toHaveCount(2);
    await expect(rows.nth(1)).toContainText('ETH');
  });
});

test.describe('the chart', () => {
  test('draws candles, and others for every length of a candle', async ({ page }) => {
    await page.goto('/');
    const chart = page.getByRole('region', { name: 'Chart' });
    const canvas = chart.locator('td:nth-child(2) canvas').first();
    await expect.poll(async () => await candlePixels(canvas)).toBeGreaterThan(1_000);
    for (const [interval, minutes] of [
      ['1m', 1],
      ['1h', 60],
      ['1d', 1_440],
    ] as const) {
      await chart.getByRole('group', { name: 'Length of a candle' }).getByText(interval).click();
      await expect.poll(async () => await candlePixels(canvas)).toBeGreaterThan(1_000);
      await chart.getByRole('button', { name: 'Show as a table' }).click();
      const table = chart.getByRole('grid', { name: `newest 60 candles of ${interval},` });
      await expect(table).toBeVisible();
      const times = await table.locator('tbody td:first-child').allInnerTexts();
      expect(times.length).toBe(60);
      const [newest = '', before = ''] = times;
      expect(Date.parse(`${newest}Z`) - Date.parse(`${before}Z`)).toBe(minutes * 60_000);
      await chart.getByRole('button', { name: 'Show the chart' }).click();
    }
  });

  test('follows the price', async ({ page }) => {
    await page.goto('/');
    const chart = page.getByRole('region', { name: 'Chart' });
    await chart.getByRole('button', { name: 'Show as a table' }).click();
    const close = chart.getByRole('grid').locator('tbody tr').first().getByRole('gridcell').nth(4);
    const first = await close.innerText();
    await expect(close).not.toHaveText(first);
  });
});

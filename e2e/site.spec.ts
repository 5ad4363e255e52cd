import type { Page } from '@playwright/test';
import { budgets } from '#scripts/budget/budgets.ts';
import { firstLoad } from '#scripts/budget/first-load.ts';
import { expect, test } from './test.ts';

const PAGES = ['/', '/swap', '/trade/BTC-USDT', '/nowhere'] as const;

/** How far a page may move while it loads; Lighthouse calls 0.1 good. */
const MAX_LAYOUT_SHIFT = 0.005;
/** Of a page whose panels fill one after the other. */
const MAX_LAYOUT_SHIFT_OF_DESK = 0.02;

/** Adds up how much the page's parts jump, from its first moment. */
async function watchLayoutShift(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    let sum = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) sum += Number(Reflect.get(entry, 'value'));
      Reflect.set(window, 'layoutShift', sum);
    }).observe({ type: 'layout-shift', buffered: true });
    Reflect.set(window, 'layoutShift', sum);
  });
  return async () => Number(await page.evaluate(() => Reflect.get(window, 'layoutShift')));
}

test.describe('every page', () => {
  test.beforeEach(({ faults }) => faults.allow(/status of 404/));

  for (const path of PAGES) {
    test(`${path} is sent under a policy that lets in nothing of others`, async ({ request }) => {
      const nonces = new Set<string | undefined>();
      for (let visit = 0; visit < 2; visit += 1) {
        const response = await request.get(path);
        const headers = response.headers();
        const policy = headers['content-security-policy'] ?? '';
        nonces.add(/'nonce-([^']{20,})'/.exec(policy)?.[1]);
        expect(policy).toContain("default-src 'none'");
        expect(policy).toContain("frame-ancestors 'none'");
        expect(policy).toContain("base-uri 'none'");
        expect(policy).not.toContain('unsafe');
        expect(policy).not.toMatch(/(?:^|[\s;])(?:https?:|\*)(?:[\s;]|$)/);
        expect(headers['x-content-type-options']).toBe('nosniff');
        expect(headers['x-frame-options']).toBe('DENY');
        expect(headers['permissions-policy']).toContain('camera=()');
        expect(headers['x-powered-by']).toBeUndefined();
        const inline = (await response.text()).match(/<script(?![^>]*\snonce=)[^>]*>/g);
        expect(inline).toBeNull();
      }
      expect(nonces.size).toBe(2);
      expect(nonces).not.toContain(undefined);
    });

    test(`${path} fits a narrow phone`, async ({ page }) => {
      await page.setViewportSize({ width: 360, height: 740 });
      await page.goto(path);
      await expect(page.getByRole('contentinfo')).toContainText('Block');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    });
  }

  test('runs no script that was written into it', async ({ page, faults }) => {
    faults.allow(/Content Security Policy/);
    await page.goto('/swap');
    await page.evaluate(() => {
      const place = document.createElement('div');
      place.innerHTML = `<img src="data:," onerror="document.title = 'taken over'" alt="">
        <p style="position: fixed">An overlay</p>`;
      document.body.append(place);
    });
    const refused = (what: RegExp) => faults.seen().filter((text) => what.test(text)).length;
    await expect.poll(() => refused(/inline event handler/)).toBe(1);
    await expect.poll(() => refused(/inline style/)).toBe(1);
    await expect(page.getByText('An overlay')).toHaveCSS('position', 'static');
    await expect(page).toHaveTitle('Swap · Lux Exchange');
  });

  test('that does not exist says so and leads back', async ({ page }) => {
    const response = await page.goto('/nowhere/at/all');
    expect(response?.status()).toBe(404);
    await expect(page).toHaveTitle('Not found · Lux Exchange');
    await page.getByRole('link', { name: 'Go to Swap' }).click();
    await expect(page.getByRole('heading', { name: 'Swap', level: 1 })).toBeVisible();
  });
});

test.describe('while it loads', () => {
  for (const { path, maxBytes } of budgets) {
    test(`${path} needs no more script than its budget`, async ({ exchange }) => {
      const { bytes } = await firstLoad(exchange.webUrl, path);
      expect(bytes).toBeGreaterThan(0);
      expect(bytes).toBeLessThanOrEqual(maxBytes);
    });
  }

  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    test(`nothing moves at ${viewport.width} pixels`, async ({ page, swap, trade }) => {
      await page.setViewportSize(viewport);
      const layoutShift = await watchLayoutShift(page);
      await page.goto('/');
      await expect(
        page.getByRole('region', { name: 'Chart' }).locator('canvas').first(),
      ).toBeVisible();
      await expect(page.getByRole('contentinfo')).toContainText(/Block .*Simulated/);
      expect(await layoutShift()).toBeLessThan(MAX_LAYOUT_SHIFT);
      await page.goto('/swap?from=LUX&to=LUSD&amount=1');
      await expect(swap.receive).not.toHaveValue('');
      await expect(page.getByRole('contentinfo')).toContainText(/Block .*Simulated/);
      expect(await layoutShift()).toBeLessThan(MAX_LAYOUT_SHIFT);
      await trade.open();
      await expect(trade.chart.locator('canvas').first()).toBeVisible();
      await expect(page.getByRole('contentinfo')).toContainText(/Block .*Simulated/);
      expect(await layoutShift()).toBeLessThan(MAX_LAYOUT_SHIFT_OF_DESK);
    });
  }

  test('the chosen theme is there from the first paint', async ({ page, request }) => {
    await page.goto('/');
    await page.getByRole('button', { name: 'Use the light theme' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
    const cookies = await page.context().cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const html = await (await request.get('/', { headers: { cookie } })).text();
    expect(html).toMatch(/<html[^>]*data-theme="light"/);
  });
});

import { expectNoViolations } from './pages/axe-violations.ts';
import { expect, test } from './test.ts';
import { awayFrom, bestPrices } from './trading/market-prices.ts';

const SYMBOL = 'BTC-USDT';

// What is still fading in has not the contrast that it will have.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

for (const theme of ['dark', 'light'] as const) {
  test.describe(`in the ${theme} theme axe finds nothing wrong with`, () => {
    test.beforeEach(async ({ context, exchange }) => {
      await context.addCookies([{ name: 'lux-theme', value: theme, url: exchange.webUrl }]);
    });

    test('trading at a desk', async ({ page, trade, dealer, exchange }) => {
      expect(dealer.sidecarUrl).toBe(exchange.sidecarUrl);
      await trade.openTrading();
      const { market, bid } = await bestPrices(exchange.sidecarUrl, SYMBOL);
      await trade.send({ side: 'Buy', type: 'Market', size: '0.01' });
      await expect(trade.toast(/^Filled: Buy 0.01 BTC/)).toBeVisible();
      await trade.fill({ type: 'Limit', price: awayFrom(bid, -10, market), size: '0.02' });
      await trade.button(/^Buy 0.02 BTC/).click();
      await expect(trade.review).toBeVisible();
      await expectNoViolations(page, 'dialog[open]');
      await trade.confirm();
      await expect(trade.line('Buy', 'Limit')).toBeVisible();
      await expectNoViolations(page);
      for (const tab of ['Order history', 'Fills', 'Balances', 'Keys & fees'] as const) {
        await trade.openTab(tab);
        await expect(trade.account.getByRole('grid').first()).toBeVisible();
        await expectNoViolations(page, 'section[aria-label="Account"]');
      }
      await trade.fill({ price: 'abc', takeProfit: '1' });
      await expect(trade.button('Check the price')).toBeDisabled();
      await expectNoViolations(page, 'form');
    });

    test('trading on a phone', async ({ page, trade }) => {
      await page.setViewportSize({ width: 390, height: 844 });
      await trade.open();
      await expect(trade.chart.locator('canvas').first()).toBeVisible();
      await expectNoViolations(page);
      const panels = page.getByRole('group', { name: 'Panel' });
      for (const [name, shown] of [
        ['Book', trade.book.getByRole('button', { name: /^Bid/ }).first()],
        ['Trades', trade.tape.getByRole('row').nth(3)],
        ['Orders', trade.account],
      ] as const) {
        await panels.getByRole('radio', { name }).check();
        await expect(shown).toBeVisible();
        await expectNoViolations(page, 'main');
      }
      await page.getByRole('button', { name: 'Buy BTC' }).click();
      await expect(trade.ticket).toBeVisible();
      await expectNoViolations(page, 'dialog[open]');
    });
  });
}

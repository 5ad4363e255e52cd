import { expect, test } from './test.ts';
import { awayFrom, bestPrices } from './trading/market-prices.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

test.describe('on a phone', () => {
  test('the ticket is a sheet: an order is placed with the thumb, and canceled', async ({
    page,
    exchange,
    trade,
    dealer,
    wallet,
  }) => {
    await trade.open();
    await page.getByRole('button', { name: 'Sell BTC' }).tap();
    const sheet = page.getByRole('dialog', { name: 'Trade BTC/USDT' });
    await sheet.getByRole('button', { name: 'Enable trading' }).tap();
    await expect(sheet.getByRole('radio', { name: 'Sell', exact: true })).toBeChecked();
    await expect(sheet).toContainText('Available 1.00 BTC');
    const { market, ask } = await bestPrices(exchange.sidecarUrl, 'BTC-USDT');
    await trade.send({ price: awayFrom(ask, 10, market), size: '0.05' });
    await expect(trade.toast(/^Open: Sell 0.05 BTC at/)).toBeVisible();
    expect(await dealer.orders('open')).toHaveLength(1);
    expect(wallet.asked).toEqual(['eth_signTypedData_v4']);

    // The sheet has made room for what follows.
    await expect(sheet).toBeHidden();
    await page.getByRole('group', { name: 'Panel' }).getByText('Orders').tap();
    await trade.account.getByRole('button', { name: /^Cancel Sell 0.05 BTC at/ }).tap();
    await expect(trade.toast(/^Canceled: Sell 0.05 BTC at/)).toBeVisible();
    expect(await dealer.orders('open')).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});

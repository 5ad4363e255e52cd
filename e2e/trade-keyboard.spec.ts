import { tabTo } from './pages/tab-through.ts';
import { expect, test } from './test.ts';

test.describe('by keyboard alone', () => {
  test('trading is enabled, orders are placed, filled and canceled', async ({
    page,
    trade,
    dealer,
    wallet,
  }) => {
    const { keyboard } = page;
    await trade.open();
    await tabTo(page, trade.button('Enable trading'));
    await keyboard.press('Enter');
    await expect(trade.ticket).toContainText('Available 50,000.00 USDT');
    expect(wallet.asked).toEqual(['eth_signTypedData_v4']);
    await page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });

    // A sell far above: from the middle, ten ticks at a time.
    await keyboard.press('s');
    await expect(trade.ticket.getByRole('radio', { name: 'Sell', exact: true })).toBeChecked();
    await keyboard.press('ArrowUp');
    await expect(trade.field('Price')).toHaveValue(/^\d+(?:\.\d+)?$/);
    const middle = Number(await trade.field('Price').inputValue());
    await keyboard.press('ArrowUp');
    await keyboard.press('Shift+ArrowUp');
    await keyboard.press('ArrowDown');
    await expect(trade.field('Price')).toHaveValue(String(Number((middle + 0.1).toFixed(2))));
    await keyboard.press('1');
    await expect(trade.field('Size')).toHaveValue('0.25');

    await keyboard.press('b');
    await keyboard.press('m');
    await expect(trade.ticket.getByRole('radio', { name: 'Market' })).toBeChecked();
    await keyboard.press('1');
    await keyboard.press('Enter');
    await expect(trade.review).toBeVisible();
    await keyboard.press('Enter');
    await expect(trade.toast(/^Filled: Buy [\d.]+ BTC at market/)).toBeVisible();
    const [filled] = await dealer.orders('closed');
    expect(filled).toMatchObject({ side: 'buy', type: 'market', status: 'filled' });
  });

  test('orders are canceled: the last one, then all of the market', async ({
    page,
    trade,
    dealer,
  }) => {
    const { keyboard } = page;
    await trade.openTrading();
    for (const size of ['0.01', '0.02', '0.03']) {
      await trade.send({ side: 'Buy', price: '50000', size });
      await expect(trade.toast(new RegExp(`^Open: Buy ${size} BTC`))).toBeVisible();
    }
    await page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    await keyboard.press('c');
    await expect(trade.toast(/^Canceled: Buy 0.03 BTC/)).toBeVisible();
    expect(await dealer.orders('open')).toHaveLength(2);
    await keyboard.press('Shift+C');
    const dialog = page.getByRole('dialog', { name: 'Cancel all orders?' });
    await expect(dialog).toContainText('This cancels all 2 open orders of BTC/USDT.');
    await keyboard.press('Enter');
    await expect(trade.toast(/^Canceled: Buy 0.01 BTC/)).toBeVisible();
    await expect.poll(async () => (await dealer.orders('open')).length).toBe(0);
    await keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(keys).toContainText('Cancel all orders of this market');
  });
});

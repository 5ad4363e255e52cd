import { readFile } from 'node:fs/promises';
import { verifyReceipt } from '#lib/chain/verify-receipt.ts';
import { errors } from '#lib/protocol/errors.ts';
import { parseJson } from '#lib/protocol/exact-json.ts';
import { decodeReceipt } from '#lib/protocol/rest/receipt.ts';
import { fetchOperator } from '#lib/queries/fetch-operator.ts';
import { expect, test } from './test.ts';
import { readBook } from './trading/exchange-account.ts';
import { awayFrom, bestPrices } from './trading/market-prices.ts';

const SYMBOL = 'BTC-USDT';

test('an iceberg shows a part of itself, and its receipt is checked before it is kept', async ({
  page,
  trade,
  dealer,
  exchange,
}) => {
  await trade.openTrading();
  const { sidecarUrl } = exchange;
  const { market, bid } = await bestPrices(sidecarUrl, SYMBOL);
  const price = awayFrom(bid, -20, market);
  await trade.fill({ side: 'Buy', price, size: '0.5', visibleSize: '0.004' });
  await expect(trade.ticket).toContainText('Show at least 0.005 BTC, a hundredth of the order.');
  await expect(trade.button('Check the size to show')).toBeDisabled();
  await trade.send({ visibleSize: '0.02' });
  await expect(trade.toast(/^Open: Buy 0.5 BTC/)).toBeVisible();
  const [order] = await dealer.orders('open');
  const { bids } = await readBook(sidecarUrl, SYMBOL);
  const own = bids.find(({ priceTicks }) => priceTicks === order?.priceTicks);
  expect(own?.quantityLots).toBe(200);

  await trade
    .line('Buy', 'Limit')
    .getByRole('button', { name: /^Receipt of Buy 0.5 BTC/ })
    .click();
  const receipt = page.getByRole('dialog', { name: `Receipt of order ${order?.orderId}` });
  await expect(receipt.getByText('Verified', { exact: true })).toBeVisible();
  await expect(receipt).toContainText('Buy 0.5 BTC, not above');
  const operator = (await fetchOperator(sidecarUrl)) ?? '';
  await expect(receipt.getByTitle(operator, { exact: true })).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    receipt.getByRole('button', { name: 'Download receipt' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`receipt-${order?.orderId}.json`);
  const kept = decodeReceipt(parseJson(await readFile(await download.path(), 'utf8')));
  expect(await verifyReceipt(kept)).toBeNull();
  expect(kept).toMatchObject({ orderId: order?.orderId, operator });
  await page.keyboard.press('Escape');
  await expect(receipt).toBeHidden();
});

test('a receipt that was changed on its way is not called verified, and says why', async ({
  page,
  trade,
  dealer,
  exchange,
}) => {
  expect(dealer.sidecarUrl).toBe(exchange.sidecarUrl);
  await page.route('**/v1/orders/*/receipt', async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(/"quantity":\d+/u, '"quantity":1');
    await route.fulfill({ response, body });
  });
  await trade.openTrading();
  await trade.send({ side: 'Buy', type: 'Market', size: '0.01' });
  await expect(trade.toast(/^Filled: Buy 0.01 BTC/)).toBeVisible();
  await trade.openTab('Order history');
  await trade.account.getByRole('button', { name: /^Receipt of Buy 0.01 BTC/ }).click();
  const receipt = page.getByRole('dialog', { name: /^Receipt of order/ });
  await expect(receipt.getByText('Not verified')).toBeVisible();
  await expect(receipt).toContainText('The order in it is not the one whose hash was signed.');
  await expect(receipt.getByRole('button', { name: 'Download it as evidence' })).toBeEnabled();
});

test('legs stand under the entry that they wait for, and what was refused says why', async ({
  trade,
  dealer,
  exchange,
}) => {
  await trade.openTrading();
  const { market, bid, ask } = await bestPrices(exchange.sidecarUrl, SYMBOL);
  const entry = { side: 'Buy', price: awayFrom(bid, -20, market), size: '0.01' } as const;
  const legs = { takeProfit: awayFrom(bid, 50, market), stopLoss: awayFrom(bid, -60, market) };
  await trade.send({ ...entry, ...legs });
  const lines = trade.table('Open orders').getByRole('row');
  await expect(lines.nth(1)).toContainText('Limit');
  await expect(lines.nth(2)).toContainText(/Take profit.*Waiting for entry/u);
  await expect(lines.nth(3)).toContainText(/Stop loss.*Waiting for entry/u);
  await expect(trade.account.getByRole('tab', { name: 'Open orders (1)' })).toBeVisible();
  const cancel = { name: /^Cancel / };
  // A leg can be given up alone.
  await lines.nth(2).getByRole('button', cancel).click();
  await expect(lines.nth(2)).toContainText(/Stop loss.*Waiting for entry/u);
  await expect(trade.account.getByRole('tab', { name: 'Open orders (1)' })).toBeVisible();

  const crossing = { type: 'limit', price: awayFrom(ask, 4, market), post_only: true } as const;
  const refused = dealer.place({ symbol: SYMBOL, side: 'buy', size: '0.02', ...crossing });
  const { message } = errors['matching/post-only-would-cross'];
  await expect(refused).rejects.toThrow(message);
  await lines.nth(1).getByRole('button', cancel).click();
  await expect(trade.account).toContainText('No open orders.');
  await trade.openTab('Order history');
  const line = trade.line(`Refused · ${message}`);
  await expect(line).toContainText('0.0200');
  await expect(line.getByRole('button')).toHaveCount(0);
});

test('nothing moves when the type of the order changes', async ({ page, trade }) => {
  await trade.open();
  await expect(trade.button('Connect wallet')).toBeEnabled();
  const places = async () => {
    const below = [
      trade.field('Size'),
      trade.ticket.getByRole('combobox', { name: 'Time in force' }),
      trade.button('Connect wallet'),
    ];
    return await Promise.all(below.map((each) => each.boundingBox()));
  };
  const before = await places();
  for (const type of ['Market', 'Stop', 'Stop limit', 'Limit'] as const) {
    await trade.fill({ type });
    expect(await places()).toEqual(before);
  }
  await page.setViewportSize({ width: 1024, height: 768 });
  const narrow = await places();
  for (const type of ['Stop limit', 'Market', 'Stop', 'Limit'] as const) {
    await trade.fill({ type });
    expect(await places()).toEqual(narrow);
  }
});

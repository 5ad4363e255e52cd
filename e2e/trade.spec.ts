import { formatPrice } from '#lib/format/format-price.ts';
import { CustodyDialogs } from './pages/custody-dialogs.ts';
import { expect, test } from './test.ts';
import { ExchangeAccount } from './trading/exchange-account.ts';
import { fundWallet } from './trading/fund-wallet.ts';
import { awayFrom, bestPrices } from './trading/market-prices.ts';
import { TestWallet } from './wallet/test-wallet.ts';

const SYMBOL = 'BTC-USDT';
/** Orders at a time, as many as may be sent at once, and how often: more than a page of history. */
const ROUND = 20;
const MANY_ROUNDS = 26;

test.describe('the trading page', () => {
  test('shows book, trades and candles, and they live', async ({ page, trade }) => {
    await page.goto('/trade');
    await expect(page).toHaveURL(/\/trade\/BTC-USDT$/);
    await expect(page).toHaveTitle('BTC/USDT · Lux Exchange');
    await expect(trade.chart.locator('canvas').first()).toBeVisible();
    await expect(trade.book.getByRole('button', { name: /^Ask \d/ }).first()).toBeVisible();
    await expect(trade.book.getByRole('button', { name: /^Bid \d/ }).first()).toBeVisible();
    await expect(trade.tape.getByRole('row')).not.toHaveCount(0);
    await expect(trade.button('Connect wallet')).toBeEnabled();
    const shown = [await trade.book.innerText(), await trade.tape.innerText()];
    await expect(trade.book).not.toHaveText(shown[0] ?? '', { useInnerText: true });
    await expect(trade.tape).not.toHaveText(shown[1] ?? '', { useInnerText: true });
  });

  test('takes prices and sizes from the book into the ticket', async ({ trade }) => {
    await trade.open();
    const ask = trade.book.getByRole('button', { name: /^Ask \d/ }).last();
    await ask.click();
    await expect(trade.field('Price')).toHaveValue(/^\d+(?:\.\d+)?$/);
    const best = Number(await trade.field('Price').inputValue());
    await trade.book
      .getByRole('button', { name: /^Bid \d/ })
      .first()
      .click({ modifiers: ['Shift'] });
    await expect(trade.field('Size')).toHaveValue(/^\d+(?:\.\d+)?$/);
    await trade.ticket.getByRole('button', { name: 'Bid', exact: true }).click();
    await expect
      .poll(async () => Number(await trade.field('Price').inputValue()))
      .toBeLessThan(best);
    await trade.chart.getByRole('radio', { name: 'Depth' }).check();
    await expect(trade.chart.getByRole('figure', { name: 'Depth of BTC/USDT' })).toBeVisible();
  });

  test('goes to another market and back', async ({ page, trade }) => {
    await trade.open();
    await page.getByRole('button', { name: /Choose another market/ }).click();
    await page.getByRole('searchbox').fill('eth');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/trade\/ETH-USDT$/);
    await expect(page.getByRole('form', { name: 'Order for ETH/USDT' })).toBeVisible();
    await expect(page.getByRole('grid', { name: /^Order book of ETH\/USDT/ })).toBeVisible();
    await page.goBack();
    await expect(trade.ticket).toBeVisible();
  });
});

test.describe('from nothing to the first order', () => {
  test('takes one signature of a wallet that has deposited, and none afterwards', async ({
    page,
    exchange,
    chain,
    trade,
    wallet,
  }) => {
    const account = new ExchangeAccount(exchange.sidecarUrl, wallet.privateKey);
    await fundWallet(account, chain);
    await trade.open();
    await trade.button('Connect wallet').click();
    await page.getByRole('button', { name: /^Browser wallet/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: TestWallet.displayName }).click();
    await trade.button('Enable trading').click();
    await expect(trade.ticket).toContainText('Available 50,000.00 USDT');
    expect(wallet.asked).toHaveLength(2);
    expect(wallet.asked[1]).toBe('eth_signTypedData_v4');

    const { market, bid } = await bestPrices(exchange.sidecarUrl, SYMBOL);
    const price = awayFrom(bid, -10, market);
    await trade.send({ side: 'Buy', price, size: '0.05' });
    await expect(trade.toast(/^Open: Buy 0.05 BTC at/)).toBeVisible();
    await expect(trade.line('Buy', 'Limit', /0\.0500$/, 'Open')).toBeVisible();
    await trade.groupBook('100');
    await expect(trade.book.getByRole('button', { name: /^Bid .*, yours 0\.0500$/ })).toBeVisible();
    expect(await account.orders('open')).toHaveLength(1);
    await trade.send({ side: 'Sell', price: awayFrom(bid, 10, market), size: '0.04' });
    await expect(trade.toast(/^Open: Sell 0.04 BTC at/)).toBeVisible();
    expect(wallet.asked).toHaveLength(2);
  });

  test('needs no wallet of one’s own: the demo wallet fills a market order', async ({
    page,
    trade,
  }) => {
    await trade.open();
    await trade.button('Connect wallet').click();
    await page.getByRole('button', { name: /^Demo wallet/ }).click();
    // The faucet fills the wallet, and it deposits like any other.
    const custody = new CustodyDialogs(page);
    await custody.open('Deposit');
    await expect(custody.deposit).toContainText(/In wallet [1-9]/);
    await custody.fill({ asset: 'USDT (token LUSD)', amount: '5000' });
    await custody.deposit.getByRole('button', { name: 'Deposit 5000 LUSD' }).click();
    await expect(custody.step('Credited')).toHaveAttribute('data-state', 'done', {
      timeout: 30_000,
    });
    await custody.deposit.getByRole('button', { name: 'Done' }).click();
    await trade.button('Enable trading').click();
    await expect(trade.ticket).toContainText('Available 5,000.00 USDT');
    await trade.send({ type: 'Market', side: 'Buy', size: '0.01' });
    const filled = trade.toast('Filled: Buy 0.01 BTC at market');
    await expect(filled).toContainText(/Average [\d,]+\.\d\d USDT/);
  });
});

test.describe('open orders', () => {
  test('are changed where they stand: a smaller size keeps the place, a price does not', async ({
    exchange,
    trade,
    dealer,
    wallet,
  }) => {
    await trade.openTrading();
    const { market, bid } = await bestPrices(exchange.sidecarUrl, SYMBOL);
    await trade.send({ side: 'Buy', price: awayFrom(bid, -10, market), size: '0.05' });
    const line = trade.line('Buy', 'Limit');
    // The row is there before the exchange has answered.
    await expect(trade.toast(/^Open: Buy 0.05 BTC/)).toBeVisible();
    const [placed] = await dealer.orders('open');

    await trade.change(line, 'size', '0.03');
    await expect(trade.line('Buy', 'Limit', /0\.0300/)).toBeVisible();
    const [smaller] = await dealer.orders('open');
    expect(smaller).toMatchObject({ orderId: placed?.orderId, quantityLots: 300 });
    expect(smaller?.priceTicks).toBe(placed?.priceTicks);

    await trade.change(line, 'size', '0.00001');
    await expect(trade.account.getByRole('alert')).toContainText('Sizes go in steps of 0.0001.');
    await trade.page.keyboard.press('Escape');

    const price = awayFrom(bid, -20, market);
    await trade.change(line, 'price', price);
    const ticks = Math.round(Number(price) * 100);
    await expect
      .poll(async () => (await dealer.orders('open')).map(({ priceTicks }) => priceTicks))
      .toEqual([ticks]);
    await expect(line.getByRole('button', { name: /^Change price of/ })).toContainText(
      formatPrice(ticks, market),
    );
    await line.getByRole('button', { name: /^Cancel Buy 0.03 BTC/ }).click();
    await expect(trade.toast(/^Canceled: Buy 0.03 BTC/)).toBeVisible();
    await expect(trade.account).toContainText('No open orders. Place one with the ticket.');
    const [canceled] = await dealer.orders('closed');
    expect(canceled).toMatchObject({ status: 'canceled', reason: 'order/canceled' });
    expect(await dealer.balance('USDT')).toMatchObject({ available: 50_000e6, locked: 0 });
    expect(wallet.asked).toEqual(['eth_signTypedData_v4']);
  });

  test('are all canceled by one button, once it was said what that does', async ({
    page,
    exchange,
    trade,
    dealer,
  }) => {
    await trade.openTrading();
    const { market, bid } = await bestPrices(exchange.sidecarUrl, SYMBOL);
    for (const size of ['0.01', '0.02', '0.03']) {
      await trade.send({ side: 'Buy', price: awayFrom(bid, -10, market), size });
      await expect(trade.toast(new RegExp(`^Open: Buy ${size} BTC`))).toBeVisible();
    }
    await trade.account.getByRole('button', { name: 'Cancel all' }).click();
    const dialog = page.getByRole('dialog', { name: 'Cancel 3 open orders?' });
    await expect(dialog).toContainText('What they hold becomes available again.');
    await dialog.getByRole('button', { name: 'Keep them' }).click();
    expect(await dealer.orders('open')).toHaveLength(3);
    await trade.account.getByRole('button', { name: 'Cancel all' }).click();
    await dialog.getByRole('button', { name: 'Cancel 3 open orders' }).click();
    await expect(trade.account).toContainText('No open orders. Place one with the ticket.');
    expect(await dealer.orders('open')).toEqual([]);
    await expect(trade.ticket).toContainText('Available 50,000.00 USDT');
  });
});

test.describe('what became of orders', () => {
  test('is kept: history, fills, balances, and files of all of it', async ({
    exchange,
    trade,
    dealer,
  }) => {
    const { market, bid } = await bestPrices(exchange.sidecarUrl, SYMBOL);
    await trade.openTrading();
    await trade.send({ side: 'Buy', type: 'Market', size: '0.02' });
    const filled = trade.toast('Filled: Buy 0.02 BTC at market');
    await expect(filled).toContainText(/Average [\d,]+\.\d\d USDT/);
    // More than one page of them, placed past the page.
    const price = awayFrom(bid, -10, market);
    const none = { symbol: SYMBOL, side: 'buy', type: 'limit', time_in_force: 'IOC' } as const;
    for (let round = 0; round < MANY_ROUNDS; round += 1) {
      const orders = Array.from({ length: ROUND }, () =>
        dealer.place({ ...none, price, size: '0.01' }),
      );
      await Promise.all(orders);
    }

    const [fill] = await dealer.fills();
    if (fill === undefined) throw new Error('nothing was filled');
    await trade.openTab('Fills');
    await expect(
      trade.line('Buy', formatPrice(fill.priceTicks, market), '0.0200', 'Taker', `${fill.tradeId}`),
    ).toBeVisible();
    const fills = await trade.download('Export CSV');
    expect(fills.name).toMatch(/^lux-fills-all-markets-\d{4}-\d\d-\d\d\.csv$/);
    expect(fills.rows).toHaveLength(1);
    expect(fills.rows[0]).toMatchObject({
      trade_id: `${fill.tradeId}`,
      side: 'buy',
      role: 'taker',
      fee_asset: 'BTC',
    });

    await trade.openTab('Order history');
    const canceled = trade.line(/^Canceled · What could not be filled at once/).first();
    await expect(canceled).toBeVisible();
    const orders = await trade.download('Export CSV');
    expect(orders.rows).toHaveLength(MANY_ROUNDS * ROUND + 1);
    const names = new Set(orders.rows.map((row) => row.order_id));
    expect(names.size).toBe(orders.rows.length);
    expect(orders.rows.at(-1)).toMatchObject({ type: 'market', status: 'filled' });

    await trade.openTab('Balances');
    const btc = await dealer.balance('BTC');
    expect(btc.available).toBe(100_000_000 + 2_000_000 - fill.feeQuanta);
    await expect(trade.line('BTC').getByTitle(`${btc.available / 1e8} BTC`)).toBeVisible();
  });
});

test.describe('the review of an order', () => {
  test('says all of it before it is sent, and is left out only when that was chosen', async ({
    page,
    exchange,
    trade,
    dealer,
  }) => {
    await trade.openTrading();
    const { market, bid } = await bestPrices(exchange.sidecarUrl, SYMBOL);
    const price = awayFrom(bid, -10, market);
    await trade.fill({ side: 'Buy', price, size: '0.05' });
    await trade.button(/^Buy 0.05 BTC at/).click();
    await expect(trade.review).toContainText('Limit, until canceled');
    await expect(trade.review).toContainText(
      `0.05 BTC rests at ${Number(price).toLocaleString('en-US')}`,
    );
    await page.keyboard.press('Escape');
    await expect(trade.review).toBeHidden();
    expect(await dealer.orders('open')).toEqual([]);

    await page.getByRole('switch', { name: 'One-click trading' }).click();
    const question = page.getByRole('dialog', { name: 'Trade with one click?' });
    await question.getByRole('button', { name: 'Switch it on' }).click();
    await trade.button(/^Buy 0.05 BTC at/).click();
    await expect(trade.toast(/^Open: Buy 0.05 BTC at/)).toBeVisible();
    await page.getByRole('switch', { name: /^One-click trading is on/ }).click();
    await trade.send({ price, size: '0.06' });
    await expect(trade.toast(/^Open: Buy 0.06 BTC at/)).toBeVisible();
  });
});

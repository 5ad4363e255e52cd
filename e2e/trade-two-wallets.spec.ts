import { parseUnits } from 'viem';
import { TradePage } from './pages/trade-page.ts';
import { expect, test } from './test.ts';
import { ExchangeAccount } from './trading/exchange-account.ts';
import { fundWallet } from './trading/fund-wallet.ts';
import { awayFrom, bestPrices, insideSpread } from './trading/market-prices.ts';
import { openSecondTrader } from './trading/second-trader.ts';

const SYMBOL = 'ETH-USDT';

// What they do inside the spread would meet.
test.describe.configure({ mode: 'default' });

/** Smallest units of an amount as the page writes it exactly: `1,234.5 USDT`. */
function quantaOf(text: string, decimals: number): number {
  const [, digits] = /^([\d,.]+) [A-Z]+/.exec(text) ?? [];
  if (digits === undefined) throw new Error(`${text} is no amount`);
  return Number(parseUnits(digits.replaceAll(',', ''), decimals));
}

test.describe('two wallets', () => {
  test('trade with each other, each seeing its part', async ({
    page,
    browser,
    chain,
    exchange,
    dealer,
  }) => {
    const sells = new TradePage(page, SYMBOL);
    const second = await openSecondTrader(browser, { chain, exchange, symbol: SYMBOL });
    const buys = second.trade;
    await Promise.all([sells.openTrading(), buys.openTrading()]);
    const price = insideSpread(await bestPrices(exchange.sidecarUrl, SYMBOL));
    await sells.send({ side: 'Sell', price, size: '8', postOnly: true });
    await expect(sells.toast(/^(?:Open|Filled).*Sell 8 ETH at/)).toBeVisible();

    await buys.send({ side: 'Buy', price, size: '3' });
    await expect(buys.toast(/^Filled: Buy 3 ETH at/)).toContainText('Average');
    await expect(sells.toast(/^Filled [3-7][\d.]* of 8: Sell 8 ETH at/)).toBeVisible();

    // More than is left, and more than the simulated traders sell in a moment.
    await buys.send({ price, size: '10' });
    await expect(buys.toast(/^Filled [1-5][\d.]* of 10: Buy 10 ETH at/)).toBeVisible();
    await expect(sells.toast(/^Filled: Sell 8 ETH at/)).toContainText('Average');
    await expect(buys.line('Buy', 'Limit', /10\.000$/, 'Partly filled')).toBeVisible();
    await sells.openTab('Fills');
    await expect(sells.line('Sell', 'Maker', '3.000')).toBeVisible();
    await sells.openTab('Order history');
    await expect(sells.line('Sell', '8.000', 'Filled')).toBeVisible();

    const [sold] = await dealer.orders('closed');
    expect(sold).toMatchObject({ status: 'filled', filledLots: 8_000, side: 'sell' });
    const ticks = sold?.priceTicks;
    const [rest] = await second.account.orders('open');
    expect(rest).toMatchObject({ status: 'partial', quantityLots: 10_000, priceTicks: ticks });
    const bought = await second.account.fills();
    const whole = bought.find(({ quantityLots }) => quantityLots === 3_000);
    expect(whole).toMatchObject({ role: 'taker', priceTicks: ticks, feeAsset: 'ETH' });
    const counterpart = (await dealer.fills()).find(({ tradeId }) => tradeId === whole?.tradeId);
    expect(counterpart).toMatchObject({
      role: 'maker',
      side: 'sell',
      priceTicks: ticks,
      quantityLots: 3_000,
      feeAsset: 'USDT',
    });
  });

  test('get exactly what the ticket said', async ({ page, exchange, chain, dealer }) => {
    const maker = new ExchangeAccount(exchange.sidecarUrl);
    await fundWallet(maker, chain);
    const trade = new TradePage(page, SYMBOL);
    await trade.openTrading();
    const price = insideSpread(await bestPrices(exchange.sidecarUrl, SYMBOL));
    await maker.place({ symbol: SYMBOL, side: 'sell', type: 'limit', price, size: '9' });

    await trade.fill({ side: 'Buy', type: 'Market', size: '0.5' });
    const shown = Number(price).toLocaleString('en-US', { minimumFractionDigits: 2 });
    await expect(trade.preview('Fills now')).toHaveText(`All at ${shown}`);
    const fee = (await trade.preview('Fee').getAttribute('title')) ?? '';
    const before = [await dealer.balance('USDT'), await dealer.balance('ETH')];
    await trade.button('Buy 0.5 ETH at market').click();
    await trade.confirm();
    const filled = trade.toast('Filled: Buy 0.5 ETH at market');
    await expect(filled).toContainText(`Average ${shown} USDT`);

    const [usdt, eth] = [await dealer.balance('USDT'), await dealer.balance('ETH')];
    const paid = (before[0]?.available ?? 0) - usdt.available;
    const received = eth.available - (before[1]?.available ?? 0);
    expect(paid).toBe(Number(parseUnits(price, 6)) / 2);
    expect(received).toBe(50_000_000 - quantaOf(fee, 8));
    expect([usdt.locked, eth.locked]).toEqual([0, 0]);
    // The ticket cuts off what is smaller than a cent.
    await expect
      .poll(async () => quantaOf(await trade.available(), 6))
      .toBe(usdt.available - (usdt.available % 10_000));
    await maker.cancelAll();
  });
});

test.describe('two tabs of one account', () => {
  test('agree on what is open', async ({ page, context, exchange, wallet, dealer }) => {
    const first = new TradePage(page, SYMBOL);
    await first.openTrading();
    const other = await context.newPage();
    await wallet.install(other);
    await wallet.rememberConnected(other);
    const second = new TradePage(other, SYMBOL);
    await second.open();
    await expect(second.ticket).toContainText(/Available [\d,.]+ USDT/);
    // The key is the browser's: the other tab needs no signature of its own.
    expect(wallet.asked).toEqual(['eth_signTypedData_v4']);

    const { market, bid } = await bestPrices(exchange.sidecarUrl, SYMBOL);
    await first.send({ side: 'Buy', price: awayFrom(bid, -10, market), size: '0.5' });
    await expect(second.toast(/^Open: Buy 0.5 ETH at/)).toBeVisible();
    await second.send({ side: 'Buy', price: awayFrom(bid, -11, market), size: '0.6' });
    await expect(first.toast(/^Open: Buy 0.6 ETH at/)).toBeVisible();
    expect(await dealer.orders('open')).toHaveLength(2);
    await expect(second.account).toContainText('Open orders (2)');
    await expect(async () => {
      expect(await first.available()).toBe(await second.available());
    }).toPass();

    await second.account.getByRole('button', { name: /^Cancel Buy 0.5 ETH at/ }).click();
    await expect(first.toast(/^Canceled: Buy 0.5 ETH at/)).toBeVisible();
    await expect(first.account).toContainText('Open orders (1)');
    await expect(first.line('Buy', 'Limit', /0\.600$/)).toBeVisible();
    const [left, ...others] = await dealer.orders('open');
    expect(others).toEqual([]);
    expect(left?.quantityLots).toBe(600);
  });
});

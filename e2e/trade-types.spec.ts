import { errors } from '#lib/protocol/errors.ts';
import type { TicketEntry } from './pages/trade-page.ts';
import { expect, test } from './test.ts';
import { ExchangeAccount } from './trading/exchange-account.ts';
import { fundWallet } from './trading/fund-wallet.ts';
import { awayFrom, bestPrices } from './trading/market-prices.ts';

const SYMBOL = 'BTC-USDT';
const HOUR_MS = 3_600_000;

test.describe('orders at once', () => {
  test('IOC fills what it can and cancels the rest; FOK fills all of it or none', async ({
    exchange,
    trade,
    dealer,
  }) => {
    await trade.openTrading();
    const { market, bid, ask } = await bestPrices(exchange.sidecarUrl, SYMBOL);
    const at = { side: 'Buy', type: 'Limit' } as const;

    const taking = { ...at, price: awayFrom(ask, 4, market), size: '0.01' };
    await trade.send({ ...taking, timeInForce: 'At once, rest canceled' });
    await expect(trade.toast(/^Filled: Buy 0.01 BTC at/)).toContainText('Average');

    await trade.fill({ price: awayFrom(bid, -10, market), size: '0.02' });
    await expect(trade.preview('Then')).toHaveText('0.02 BTC is canceled');
    await trade.send({});
    await expect(trade.toast(/^Canceled: Buy 0.02 BTC/)).toBeVisible();

    await trade.send({ ...taking, size: '0.03', timeInForce: 'All at once or nothing' });
    await expect(trade.toast(/^Filled: Buy 0.03 BTC at/)).toBeVisible();
    await trade.fill({ price: awayFrom(bid, -10, market), size: '0.04' });
    await expect(trade.ticket).toContainText('Nothing can be filled at once at this price.');
    await expect(trade.button('Check the size')).toBeDisabled();

    const closed = await dealer.orders('closed');
    expect(closed.map(({ timeInForce, status, reason }) => [timeInForce, status, reason])).toEqual([
      ['FOK', 'filled', null],
      ['IOC', 'canceled', 'matching/ioc-rest'],
      ['IOC', 'filled', null],
    ]);
    expect(await dealer.orders('open')).toEqual([]);
  });
});

test.describe('orders that stand', () => {
  test('for a time, or post-only, are what they were asked to be', async ({
    exchange,
    trade,
    dealer,
  }) => {
    await trade.openTrading();
    const { market, bid, ask } = await bestPrices(exchange.sidecarUrl, SYMBOL);
    await trade.fill({ timeInForce: 'For a time' });
    await trade.ticket
      .getByRole('combobox', { name: 'How long the order stands' })
      .selectOption('1 hour');
    const sentMs = Date.now();
    await trade.send({ price: awayFrom(bid, -10, market), size: '0.01' });
    await expect(trade.toast(/^Open: Buy 0.01 BTC/)).toBeVisible();

    const crossing = awayFrom(ask, 4, market);
    await trade.fill({ timeInForce: 'Until canceled', postOnly: true, price: crossing });
    await trade.fill({ size: '0.02' });
    await expect(trade.ticket).toContainText(
      /This would trade at once\. A post-only buy goes below [\d,.]+\./,
    );
    await expect(trade.button('Check the price')).toBeDisabled();
    await trade.send({ price: awayFrom(bid, -10, market) });
    await expect(trade.toast(/^Open: Buy 0.02 BTC/)).toBeVisible();

    // The exchange holds to it too, where the book moved after the ticket looked.
    const refused = { symbol: SYMBOL, side: 'buy', type: 'limit', post_only: true } as const;
    await expect(dealer.place({ ...refused, price: crossing, size: '0.02' })).rejects.toThrow(
      errors['matching/post-only-would-cross'].message,
    );
    const [standing, timed] = await dealer.orders('open');
    expect(standing).toMatchObject({ postOnly: true, timeInForce: 'GTC' });
    expect(timed).toMatchObject({ postOnly: false, timeInForce: 'GTD' });
    expect(Math.abs((timed?.expiresMs ?? 0) - sentMs - HOUR_MS)).toBeLessThan(60_000);
  });
});

test.describe('orders that wait', () => {
  test('stop, stop limit, take-profit and stop-loss do their part when the price comes', async ({
    exchange,
    chain,
    trade,
    dealer,
  }) => {
    const mover = new ExchangeAccount(exchange.sidecarUrl);
    await fundWallet(mover, chain);
    await trade.openTrading();
    const { market, bid } = await bestPrices(exchange.sidecarUrl, SYMBOL);
    // Beyond the innermost quotes, and reached when much is sold.
    const trigger = awayFrom(bid, -0.8, market);

    await trade.send({ side: 'Sell', type: 'Stop', trigger, size: '0.011' });
    await expect(trade.toast(/^Waiting for its trigger: Sell 0.011 BTC at market/)).toBeVisible();
    const above = awayFrom(bid, 10, market);
    await trade.send({ type: 'Stop limit', trigger, price: above, size: '0.012' });
    await expect(trade.toast(/^Waiting for its trigger: Sell 0.012 BTC at/)).toBeVisible();
    const takeProfit = awayFrom(bid, 20, market);
    await trade.send({ side: 'Buy', type: 'Market', size: '0.013', takeProfit, stopLoss: trigger });
    await expect(trade.toast(/^Filled: Buy 0.013 BTC/)).toBeVisible();
    await expect.poll(async () => (await dealer.orders('open')).length).toBe(4);

    await mover.place({ symbol: SYMBOL, side: 'sell', type: 'market', size: '0.95' });
    await expect(trade.toast(/^Filled: Sell 0.011 BTC at market/)).toBeVisible();
    await expect(trade.toast(/^Filled: Sell 0.013 BTC at market/)).toBeVisible();
    await expect(trade.toast(/^Open: Sell 0.012 BTC at/)).toBeVisible();
    await expect
      .poll(async () => (await dealer.orders('open')).map(({ type }) => type))
      .toEqual(['stop_limit']);
    const ended = await dealer.orders('closed');
    const canceled = ended.filter(({ status }) => status === 'canceled');
    expect(canceled.map(({ type, side }) => ({ type, side }))).toEqual([
      { type: 'limit', side: 'sell' },
    ]);
    expect(canceled[0]?.reason).toBe('order/sibling-done');
  });
});

/** What is typed, what stands next to the field, and what the button says. */
const MISTAKES: readonly {
  readonly typed: TicketEntry;
  readonly says: string | RegExp;
  readonly button: string;
}[] = [
  { typed: {}, says: 'Until canceled', button: 'Enter a price' },
  { typed: { price: 'abc' }, says: /number|digits/i, button: 'Check the price' },
  {
    typed: { price: '50000.123' },
    says: 'Prices go in steps of 0.01. Nearest: 50,000.12 or 50,000.13.',
    button: 'Check the price',
  },
  { typed: { price: '50000' }, says: 'Until canceled', button: 'Enter a size' },
  { typed: { size: '0' }, says: 'Enter more than zero.', button: 'Check the size' },
  {
    typed: { size: '0.00005' },
    says: 'Sizes go in steps of 0.0001. Nearest: 0.0001.',
    button: 'Check the size',
  },
  {
    typed: { price: '5000', size: '0.0001' },
    says: 'The smallest order is 1.00 USDT; this is 0.5 USDT.',
    button: 'Check the size',
  },
  {
    typed: { price: '50000', size: '3' },
    says: '50,000.00 USDT available; this needs 150,000.00 USDT.',
    button: 'Check the size',
  },
  {
    typed: { price: '900000', size: '0.01' },
    says: /^.*A buy may go up to [\d,.]+, 10% above the market\..*$/,
    button: 'Check the price',
  },
  {
    typed: { type: 'Stop', trigger: '1000', size: '0.01' },
    says: /A buy stop waits for the price to rise: enter more than [\d,.]+\./,
    button: 'Check the trigger price',
  },
  {
    typed: { type: 'Limit', price: '50000', takeProfit: '49000' },
    says: 'A profit is taken above 50,000.',
    button: 'Check the take-profit',
  },
  {
    typed: { takeProfit: '51000', stopLoss: '52000' },
    says: 'A loss is stopped below 50,000.',
    button: 'Check the stop-loss',
  },
];

test('what is wrong is said next to the field while one types', async ({ trade, dealer }) => {
  await trade.openTrading();
  for (const { typed, says, button } of MISTAKES) {
    await trade.fill(typed);
    await expect(trade.ticket).toContainText(says);
    await expect(trade.button(button)).toBeDisabled();
  }
  await trade.fill({ stopLoss: '49000' });
  await expect(trade.button('Buy 0.01 BTC at 50,000 limit')).toBeEnabled();
  expect(await dealer.orders('closed')).toEqual([]);
});

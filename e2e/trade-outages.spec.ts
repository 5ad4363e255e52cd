import { processesOf } from './setup/exchange-processes.ts';
import { expect, test } from './test.ts';
import { awayFrom, bestPrices } from './trading/market-prices.ts';

/** Restarting a part takes its supervisor a few seconds. */
const PATIENCE = { timeout: 40_000 } as const;
const SYMBOL = 'BTC-USDT';

test.describe.configure({ mode: 'serial', timeout: 180_000 });

test.describe('when the sidecar fails while somebody trades', () => {
  test.beforeEach(({ faults }) => faults.allow(/ERR_|WebSocket|Failed to load|Failed to fetch/));

  function signalSidecar(networkDir: string, signal: NodeJS.Signals): void {
    const processes = processesOf(networkDir, 'sidecar');
    expect(processes.length).toBeGreaterThan(0);
    for (const pid of processes) process.kill(pid, signal);
  }

  test('killed and started again it has lost nothing, and says meanwhile what it does', async ({
    exchange,
    trade,
    dealer,
    wallet,
  }) => {
    await trade.openTrading();
    const { market, bid } = await bestPrices(exchange.sidecarUrl, SYMBOL);
    await trade.send({ side: 'Buy', price: awayFrom(bid, -10, market), size: '0.05' });
    await expect(trade.toast(/^Open: Buy 0.05 BTC/)).toBeVisible();
    await trade.send({ side: 'Buy', type: 'Market', size: '0.02' });
    await expect(trade.toast(/^Filled: Buy 0.02 BTC/)).toBeVisible();
    const before = {
      orders: await dealer.orders('open'),
      fills: await dealer.fills(),
      usdt: await dealer.balance('USDT'),
      btc: await dealer.balance('BTC'),
    };
    await trade.fill({ type: 'Limit', price: awayFrom(bid, -11, market), size: '0.06' });

    signalSidecar(exchange.networkDir, 'SIGKILL');
    await expect(trade.button('Reconnecting…')).toBeDisabled();
    await expect(trade.ticket).toContainText('as soon as the exchange is reachable');
    await expect(trade.book.getByRole('status')).toHaveText(/^\d+s old$/);
    await expect(trade.book.getByRole('grid')).toHaveCSS('filter', 'grayscale(1)');
    await expect(trade.tape).toContainText(/\d+s old/);
    await expect(trade.account).toContainText('Open orders (1)');
    await expect(trade.account).toContainText('Orders stay as they are');

    // What was typed is still there, and is sent without another signature.
    await expect(trade.button(/^Buy 0.06 BTC at/)).toBeEnabled(PATIENCE);
    await expect(trade.book.getByRole('status')).toBeEmpty();
    expect(await dealer.orders('open')).toEqual(before.orders);
    expect(await dealer.fills()).toEqual(before.fills);
    expect(await dealer.balance('USDT')).toEqual(before.usdt);
    expect(await dealer.balance('BTC')).toEqual(before.btc);
    await trade.send({});
    await expect(trade.toast(/^Open: Buy 0.06 BTC/)).toBeVisible();
    await expect(trade.account).toContainText('Open orders (2)');
    expect(wallet.asked).toEqual(['eth_signTypedData_v4']);
  });

  test('an order that was never answered is called so, until it is known what became of it', async ({
    exchange,
    trade,
    dealer,
  }) => {
    await trade.openTrading();
    const { market, bid } = await bestPrices(exchange.sidecarUrl, SYMBOL);
    const price = awayFrom(bid, -10, market);
    await trade.send({ side: 'Buy', price, size: '0.03' });
    await expect(trade.toast(/^Open: Buy 0.03 BTC/)).toBeVisible();

    signalSidecar(exchange.networkDir, 'SIGSTOP');
    await trade.send({ side: 'Buy', price, size: '0.04' });
    await expect(trade.toast(/^Sending: Buy 0.04 BTC/)).toBeVisible();
    // It says nothing any more: first what is shown grows old …
    await expect(trade.book.getByRole('status')).toHaveText(/^\d+s old$/, PATIENCE);
    await expect(trade.ticket).toContainText('Prices are not current.');
    // … then it is gone.
    signalSidecar(exchange.networkDir, 'SIGKILL');
    await expect(trade.toast(/^Not confirmed: Buy 0.04 BTC/)).toContainText(
      'will show whether it was taken',
    );
    await expect(trade.button('Reconnecting…')).toBeDisabled();
    await expect(trade.button('Enter a size')).toBeVisible(PATIENCE);
    const open = await dealer.orders('open');
    await expect(trade.account).toContainText(`Open orders (${open.length})`);
    expect(open.map(({ quantityLots }) => quantityLots)).toContain(300);
  });
});

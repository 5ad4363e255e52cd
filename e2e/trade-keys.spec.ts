import type { Page } from '@playwright/test';
import { approveAgent } from '#lib/queries/approve-agent.ts';
import { approveKey } from '#lib/trading/approve-key.ts';
import { storeTradingKey } from '#lib/trading/trading-key.ts';
import type { TestChain } from './chain/test-chain.ts';
import type { RunningExchange } from './setup/running-exchange.ts';
import { expect, test } from './test.ts';
import { awayFrom, bestPrices } from './trading/market-prices.ts';
import type { TestWallet } from './wallet/test-wallet.ts';

const SYMBOL = 'BTC-USDT';
const APPROVAL = 'eth_signTypedData_v4';
/** How long a key lasts that is to end while its page is open: a slow machine has to show it before. */
const SHORT_MS = 20_000;

test.describe('the trading key', () => {
  test('lasts when the page is loaded anew', async ({ page, trade, dealer, exchange, wallet }) => {
    await trade.openTrading();
    const { market, bid } = await bestPrices(exchange.sidecarUrl, SYMBOL);
    await trade.send({ side: 'Buy', price: awayFrom(bid, -10, market), size: '0.01' });
    await expect(trade.toast(/^Open: Buy 0.01 BTC/)).toBeVisible();
    await page.reload();
    await expect(trade.account).toContainText('Open orders (1)');
    await trade.send({ side: 'Buy', price: awayFrom(bid, -11, market), size: '0.02' });
    await expect(trade.toast(/^Open: Buy 0.02 BTC/)).toBeVisible();
    expect(await dealer.orders('open')).toHaveLength(2);
    expect(wallet.asked).toEqual([APPROVAL]);
  });

  test('that its owner revokes elsewhere is asked for anew, by one button', async ({
    trade,
    dealer,
    exchange,
    wallet,
  }) => {
    await trade.openTrading();
    const { market, bid } = await bestPrices(exchange.sidecarUrl, SYMBOL);
    await trade.send({ side: 'Buy', price: awayFrom(bid, -10, market), size: '0.01' });
    await expect(trade.toast(/^Open: Buy 0.01 BTC/)).toBeVisible();
    await dealer.revokeKeys();
    // What the key has signed ends with it.
    expect(await dealer.orders('open')).toEqual([]);
    await expect(trade.keyNotice('Your trading key was revoked')).toBeVisible();
    await trade.button('Enable trading').click();
    await expect.poll(() => wallet.asked).toEqual([APPROVAL, APPROVAL]);
    await trade.send({ side: 'Buy', price: awayFrom(bid, -11, market), size: '0.02' });
    await expect(trade.toast(/^Open: Buy 0.02 BTC/)).toBeVisible();
  });

  test('that comes to its end is asked for anew, by one button', async ({
    page,
    trade,
    dealer,
    chain,
    exchange,
    wallet,
  }) => {
    expect(await dealer.orders('open')).toEqual([]);
    await keepShortKey(page, { chain, exchange, wallet });
    await trade.open();
    await expect(trade.ticket).toContainText('Available 50,000.00 USDT');
    expect(wallet.asked).toEqual([]);
    await expect(trade.keyNotice('Your trading key has ended')).toBeVisible({
      timeout: 2 * SHORT_MS,
    });
    await trade.button('Enable trading').click();
    await expect.poll(() => wallet.asked).toEqual([APPROVAL]);
    const { market, bid } = await bestPrices(exchange.sidecarUrl, SYMBOL);
    await trade.send({ side: 'Buy', price: awayFrom(bid, -10, market), size: '0.01' });
    await expect(trade.toast(/^Open: Buy 0.01 BTC/)).toBeVisible();
  });

  test('is not there when the wallet does not agree, and can be asked for again', async ({
    trade,
    dealer,
    wallet,
  }) => {
    expect(dealer.address).toBe(wallet.address);
    wallet.reject(APPROVAL);
    await trade.open();
    await trade.button('Enable trading').click();
    await expect(trade.toast('Trading was not enabled')).toContainText('wallet/rejected');
    wallet.approve(APPROVAL);
    await trade.button('Enable trading').click();
    await expect(trade.ticket).toContainText('Available 50,000.00 USDT');
  });
});

test('a wallet on another network is brought here by one button, which stays until it is', async ({
  trade,
  dealer,
  wallet,
}) => {
  expect(dealer.address).toBe(wallet.address);
  const switching = 'wallet_switchEthereumChain';
  await wallet.moveElsewhere();
  await trade.open();
  await expect(trade.button('Switch network')).toBeEnabled();
  await expect(trade.account).toContainText('Your wallet is on another network.');
  wallet.reject(switching);
  await trade.button('Switch network').click();
  await expect(trade.notices).toContainText('You declined the request in your wallet.');
  await expect(trade.button('Switch network')).toBeEnabled();
  wallet.approve(switching);
  await trade.account.getByRole('button', { name: 'Switch network' }).click();
  await expect(trade.button('Enable trading')).toBeEnabled();
  await trade.button('Enable trading').click();
  await expect(trade.ticket).toContainText('Available 50,000.00 USDT');
  expect(wallet.asked).toEqual([switching, switching, APPROVAL]);
});

/** As if this browser had been given a key before that ends in a few seconds. */
async function keepShortKey(
  page: Page,
  {
    chain,
    exchange,
    wallet,
  }: {
    readonly chain: TestChain;
    readonly exchange: RunningExchange;
    readonly wallet: TestWallet;
  },
): Promise<void> {
  const key = await approveKey({
    owner: wallet.address,
    domain: { chainId: chain.env.chainId, verifyingContract: chain.contract('clearingHouse') },
    wallet: wallet.account,
    validMs: SHORT_MS,
    nowMs: Date.now(),
    register: (signed) => approveAgent(exchange.sidecarUrl, signed),
  });
  const stored: Record<string, string> = {};
  const storage = {
    getItem: () => null,
    setItem: (name: string, text: string) => {
      stored[name] = text;
    },
    removeItem: () => undefined,
  };
  storeTradingKey(storage, key);
  await page.goto('/swap');
  await page.evaluate((items) => {
    for (const [name, text] of Object.entries(items)) localStorage.setItem(name, text);
  }, stored);
}

import { expectNoViolations } from './pages/axe-violations.ts';
import { CustodyDialogs } from './pages/custody-dialogs.ts';
import { expect, test } from './test.ts';
import { ExchangeAccount } from './trading/exchange-account.ts';
import { TestWallet } from './wallet/test-wallet.ts';

const SIGNING = 'eth_signTypedData_v4';
const SENDING = 'eth_sendTransaction';

/** Batches go out every few seconds, and blocks have to be final. */
const SETTLED_MS = 60_000;

test.describe('the whole life of money', () => {
  test('from the faucet into the exchange, through a trade to the chain, and back', async ({
    page,
    chain,
    exchange,
    trade,
    wallet,
  }) => {
    test.slow();
    const custody = new CustodyDialogs(page);
    await trade.open();
    await trade.button('Connect wallet').click();
    await page.getByRole('button', { name: /^Browser wallet/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: TestWallet.displayName }).click();
    await expect(trade.button('Deposit to trade')).toBeVisible();

    // The faucet fills the wallet, and the wallet pays in.
    await custody.open('Deposit');
    await custody.deposit.getByRole('button', { name: 'Get test tokens' }).click();
    await expect(custody.deposit).toContainText(/In wallet [1-9]/);
    await custody.fill({ asset: 'USDT (token LUSD)', amount: '5000' });
    await expect(custody.deposit).toContainText('5000 USDT');
    await custody.deposit.getByRole('button', { name: 'Deposit 5000 LUSD' }).click();
    await expect(custody.step(/^\d of \d confirmations?/)).toBeVisible();
    await expect(custody.step('Credited')).toHaveAttribute('data-state', 'done', {
      timeout: 30_000,
    });
    await custody.deposit.getByRole('button', { name: 'Done' }).click();
    expect(wallet.asked.slice(-2)).toEqual([SIGNING, SENDING]);

    // A trading key, and a trade with the market maker.
    await trade.button('Enable trading').click();
    await expect(trade.ticket).toContainText('Available 5,000.00 USDT');
    await trade.send({ type: 'Market', side: 'Buy', size: '0.01' });
    await expect(trade.toast('Filled: Buy 0.01 BTC at market')).toBeVisible();

    // It comes to the chain, and says so with its transaction.
    const fills = await trade.openTab('Fills');
    await expect(fills).toContainText('Settled', { timeout: SETTLED_MS });
    const transaction = fills.getByTestId('transaction-hash').first();
    const hash = (await transaction.getAttribute('data-hash')) as `0x${string}`;
    expect((await chain.receipt(hash)).status).toBe('success');

    // What was bought leaves for the wallet.
    const account = new ExchangeAccount(exchange.sidecarUrl, wallet.privateKey);
    const lbtc = chain.token('LBTC');
    const before = await chain.tokenBalance(wallet.address, lbtc.address);
    await custody.open('Withdraw');
    await custody.fill({ asset: 'BTC (token LBTC)', amount: '0.005' });
    await custody.withdrawal.getByRole('button', { name: 'Withdraw 0.005 BTC' }).click();
    await expect(custody.step('Paid')).toHaveAttribute('data-state', 'done', {
      timeout: SETTLED_MS,
    });
    await custody.withdrawal.getByRole('button', { name: 'Done' }).click();
    expect(wallet.asked.at(-1)).toBe(SIGNING);
    expect(await chain.tokenBalance(wallet.address, lbtc.address)).toBe(before + 500_000n);
    const { available } = await account.balance('BTC');
    expect(available).toBeLessThan(500_000);
    // The page was told without asking.
    const balances = await trade.openTab('Balances');
    const row = balances.getByRole('row').filter({ hasText: /^BTC/ });
    await expect(row.getByTitle(`${available / 1e8} BTC`)).toBeVisible();
  });

  test('in the demo wallet: native LUX, the nearest amounts, and the split of balances', async ({
    page,
    trade,
  }) => {
    const custody = new CustodyDialogs(page);
    await trade.open();
    await trade.button('Connect wallet').click();
    await page.getByRole('button', { name: /^Demo wallet/ }).click();
    await custody.open('Deposit');
    await custody.fill({ asset: 'LUX', amount: '1.0000005' });
    await expect(custody.deposit).toContainText('The exchange counts LUX in steps of 0.000001.');
    await custody.deposit.getByRole('button', { name: '1.000001 LUX' }).click();
    await custody.deposit.getByRole('button', { name: 'Deposit 1.000001 LUX' }).click();
    await expect(custody.step('Credited')).toHaveAttribute('data-state', 'done', {
      timeout: 30_000,
    });
    await custody.deposit.getByRole('button', { name: 'Deposit more' }).click();

    // One that is under way outlives the page that began it.
    await custody.fill({ asset: 'LUX', amount: '2' });
    await custody.deposit.getByRole('button', { name: 'Deposit 2 LUX' }).click();
    // From its first block on it is surely sent.
    await expect(custody.step(/^[1-9] of \d confirmations?/)).toBeVisible();
    await page.reload();
    await expect(page.getByRole('article', { name: '2 LUX is credited' })).toBeVisible({
      timeout: 30_000,
    });

    // Money leaves by the owner's signatures alone: no trading key was made yet.
    await custody.open('Withdraw');
    await custody.withdrawal.getByRole('button', { name: 'Sign in' }).click();
    await expect(custody.withdrawal).toContainText('Available');
    await custody.fill({ asset: 'LUX', amount: '2' });
    await custody.withdrawal.getByRole('button', { name: 'Withdraw 2 LUX' }).click();
    await expect(custody.step('Paid')).toHaveAttribute('data-state', 'done', {
      timeout: SETTLED_MS,
    });
    await custody.withdrawal.getByRole('button', { name: 'Done' }).click();
    await expect(trade.button('Enable trading')).toBeVisible();

    await trade.button('Enable trading').click();
    const transfers = await trade.openTab('Transfers');
    await expect(transfers.getByRole('row')).toHaveText([
      /Time/,
      /Withdrawal.*−2.*LUX.*Paid/,
      /Deposit.*\+2.*LUX.*Credited/,
      /Deposit.*\+1.000001.*LUX.*Credited/,
    ]);
    await expectNoViolations(page);
    const balances = await trade.openTab('Balances');
    await expect(balances.getByRole('row').filter({ hasText: /^LUX/ })).toContainText('1.000001');
    for (const heading of ['Available', 'In orders', 'Settling', 'Arriving', 'In wallet']) {
      await expect(balances.getByRole('columnheader', { name: heading })).toBeVisible();
    }
  });
});

test('an exit is in the list of transfers from when the chain has it, and so is its end', async ({
  page,
  trade,
}) => {
  const custody = new CustodyDialogs(page);
  await trade.open();
  await trade.button('Connect wallet').click();
  await page.getByRole('button', { name: /^Demo wallet/ }).click();
  await custody.payIn({ asset: 'LUX', amount: '3' });
  await trade.button('Enable trading').click();
  const act = async (name: string) => {
    await page.getByRole('contentinfo').getByRole('link', { name: 'Exit' }).click();
    await page.getByRole('main').getByRole('button', { name }).click();
    const review = page.getByRole('dialog');
    await review.getByRole('button', { name }).click();
    await expect(review.getByTestId('transaction-hash')).toBeVisible();
    await expect(review.getByRole('button')).toHaveCount(2);
    await review.getByRole('button', { name: 'Close' }).last().click();
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: 'Trade' })
      .click();
    return await trade.openTab('Transfers');
  };
  const requested = await act('Request the exit');
  const exit = requested.getByRole('row').filter({ hasText: 'Exit' });
  await expect(exit).toContainText('Payable from');
  await expect(exit.getByTestId('transaction-hash')).toBeVisible();
  const canceled = await act('Cancel the exit');
  await expect(canceled.getByRole('row').filter({ hasText: 'Exit' })).toContainText('Canceled', {
    timeout: SETTLED_MS,
  });
});

test.describe('what stands in the way', () => {
  test('a deposit that is rejected in the wallet says so, and can be made again', async ({
    page,
    trade,
    trader,
  }) => {
    const custody = new CustodyDialogs(page);
    trader.reject(SENDING);
    await trade.open();
    await custody.open('Deposit');
    await custody.fill({ asset: 'BTC (token LBTC)', amount: '0.5' });
    await custody.deposit.getByRole('button', { name: /^Deposit 0.5/ }).click();
    await expect(custody.deposit.getByRole('alert')).toContainText('wallet/rejected');
    trader.approve(SENDING);
    await custody.deposit.getByRole('button', { name: 'Back' }).click();
    await custody.fill({ asset: 'BTC (token LBTC)', amount: '0.5' });
    await custody.deposit.getByRole('button', { name: /^Deposit 0.5/ }).click();
    await expect(custody.step('Credited')).toHaveAttribute('data-state', 'done', {
      timeout: 30_000,
    });
  });

  test('a wallet on another network is brought here first', async ({ page, trade, trader }) => {
    const custody = new CustodyDialogs(page);
    await trader.moveElsewhere();
    await trade.open();
    await custody.open('Deposit');
    await custody.deposit.getByRole('button', { name: 'Switch network' }).click();
    await expect(custody.deposit.getByRole('textbox', { name: 'Amount' })).toBeVisible();
  });

  test('a withdrawal above what is available, to nobody, or rejected is not sent', async ({
    page,
    trade,
    dealer,
    wallet,
  }) => {
    const custody = new CustodyDialogs(page);
    await trade.openTrading();
    await custody.open('Withdraw');
    await custody.fill({ amount: '50001' });
    await expect(custody.withdrawal).toContainText('Available are 50,000 USDT');
    await custody.fill({ amount: '10' });
    await custody.withdrawal.getByRole('button', { name: 'To another address' }).click();
    const to = custody.withdrawal.getByRole('textbox', { name: 'To the address' });
    await to.fill(`0x${'0'.repeat(40)}`);
    await expect(custody.withdrawal).toContainText('Nobody has this address');
    await custody.withdrawal.getByRole('button', { name: 'To my own address' }).click();
    wallet.reject(SIGNING);
    await custody.withdrawal.getByRole('button', { name: 'Withdraw 10 USDT' }).click();
    await expect(custody.withdrawal.getByRole('alert')).toContainText('wallet/rejected');
    expect((await dealer.balance('USDT')).available).toBe(50_000_000_000);
  });

  test('the dialogs have nothing that axe objects to, on a phone either', async ({
    page,
    trade,
    dealer,
    trader,
  }) => {
    expect(dealer.address).toBe(trader.address);
    const custody = new CustodyDialogs(page);
    await trade.openTrading();
    for (const name of ['Deposit', 'Withdraw'] as const) {
      await custody.open(name);
      await custody.fill({ amount: '12' });
      await expect(page.getByRole('button', { name: new RegExp(`^${name} 12`) })).toBeEnabled();
      await expectNoViolations(page);
      await page.setViewportSize({ width: 390, height: 844 });
      await expectNoViolations(page);
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
    }
  });
});

test.describe('trading keys', () => {
  test('of a program: in one market, up to a size, shown once, and ended on chain too', async ({
    page,
    chain,
    trade,
    dealer,
    trader,
  }) => {
    expect(dealer.address).toBe(trader.address);
    await trade.openTrading();
    await trade.openTab('Keys & fees');
    await trade.account.getByRole('button', { name: 'New key…' }).click();
    const dialog = page.getByRole('dialog', { name: 'New trading key' });
    await dialog.getByRole('radio', { name: 'A program' }).check();
    await dialog.getByRole('checkbox', { name: 'ETH/USDT' }).uncheck();
    await dialog.getByRole('checkbox', { name: 'LUX/USDT' }).uncheck();
    await dialog.getByRole('textbox', { name: 'Largest order' }).fill('1000');
    await dialog.getByRole('button', { name: 'Approve in wallet' }).click();
    const shown = page.getByRole('dialog', { name: 'Your new key' });
    await expect(shown).toContainText(/API secret\s*0x[0-9a-f]{64}/);
    await shown.getByRole('button', { name: 'I have copied it' }).click();

    const keys = trade.account.getByRole('grid', { name: 'Trading keys' });
    const row = keys.getByRole('row').filter({ hasText: 'BTC-USDT' });
    await expect(row).toContainText('1,000.00 USDT');
    await row.getByRole('button', { name: /^Revoke the key/ }).click();
    const ending = page.getByRole('dialog', { name: 'Revoke this key?' });
    await ending.getByRole('checkbox', { name: /^Revoke it on chain too/ }).check();
    await ending.getByRole('button', { name: 'Revoke it' }).click();
    await expect(trade.toast('The end of the key was sent to the chain')).toBeVisible();
    await expect(row).toBeHidden();
    const [hash] = trader.sent.slice(-1);
    if (hash === undefined) throw new Error('nothing was sent');
    expect((await chain.receipt(hash)).status).toBe('success');
  });
});

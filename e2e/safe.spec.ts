import { backstopFunds } from '#scripts/start/backstop-funds.ts';
import { CustodyDialogs } from './pages/custody-dialogs.ts';
import { expect, test } from './test.ts';
import { SafeWallet } from './wallet/safe-wallet.ts';

const SIGNING = 'eth_signTypedData_v4';
const SENDING = 'eth_sendTransaction';
const SIGN_IN = 'personal_sign';

/** Batches go out every few seconds, and blocks have to be final. */
const SETTLED_MS = 60_000;

/** One account pays for what the Safes do. */
test.describe.configure({ mode: 'serial' });

/** Of one owner a signature is as long as a key's, of two longer. */
for (const threshold of [1, 2]) {
  test(`a Safe that ${threshold} of 3 sign for pays in, trades, is settled, and is paid out`, async ({
    page,
    chain,
    exchange,
    trade,
  }) => {
    test.slow();
    // Until the backstop can take over what a contract takes back, no contract trades by its word.
    const ready = async () => await backstopFunds(exchange.sidecarUrl, chain.env);
    await expect.poll(ready, { timeout: SETTLED_MS }).toBeGreaterThan(0);
    const wallet = await SafeWallet.create(chain, threshold);
    const { address } = wallet.safe;
    const { address: lusd, decimals } = chain.token('LUSD');
    await chain.give({ owner: address, token: lusd, amount: 5_000n * 10n ** BigInt(decimals) });
    await wallet.install(page);
    const custody = new CustodyDialogs(page);
    await trade.open();
    await trade.button('Connect wallet').click();
    await page.getByRole('button', { name: /^Browser wallet/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: SafeWallet.displayName }).click();
    await expect(trade.button('Deposit to trade')).toBeVisible();

    // A permit is for keys, and a Safe has no LUX to pay gas with: it approves, and then pays in.
    await custody.payIn({ asset: 'USDT (token LUSD)', amount: '5000' });
    expect(wallet.asked.slice(-2)).toEqual([SENDING, SENDING]);

    await trade.button('Enable trading').click();
    await expect(trade.ticket).toContainText('Available 5,000.00 USDT');
    expect(wallet.asked.at(-1)).toBe(SIGNING);
    await trade.send({ type: 'Market', side: 'Buy', size: '0.01' });
    await expect(trade.toast('Filled: Buy 0.01 BTC at market')).toBeVisible();
    const fills = await trade.openTab('Fills');
    await expect(fills).toContainText('Settled', { timeout: SETTLED_MS });

    const lbtc = chain.token('LBTC').address;
    await custody.open('Withdraw');
    await custody.fill({ asset: 'BTC (token LBTC)', amount: '0.005' });
    await custody.withdrawal.getByRole('button', { name: 'Withdraw 0.005 BTC' }).click();
    await expect(custody.step('Paid')).toHaveAttribute('data-state', 'done', {
      timeout: SETTLED_MS,
    });
    await custody.withdrawal.getByRole('button', { name: 'Done' }).click();
    expect(wallet.asked.at(-1)).toBe(SIGNING);
    expect(await chain.tokenBalance(address, lbtc)).toBe(500_000n);

    // Another key, for a program; to end it its owners have to sign in.
    await trade.openTab('Keys & fees');
    await trade.account.getByRole('button', { name: 'New key…' }).click();
    const dialog = page.getByRole('dialog', { name: 'New trading key' });
    await dialog.getByRole('radio', { name: 'A program' }).check();
    await dialog.getByRole('checkbox', { name: 'ETH/USDT' }).uncheck();
    await dialog.getByRole('checkbox', { name: 'LUX/USDT' }).uncheck();
    await dialog.getByRole('button', { name: 'Approve in wallet' }).click();
    const shown = page.getByRole('dialog', { name: 'Your new key' });
    await shown.getByRole('button', { name: 'I have copied it' }).click();
    const keys = trade.account.getByRole('grid', { name: 'Trading keys' });
    const row = keys.getByRole('row').filter({ hasText: 'BTC-USDT' });
    await row.getByRole('button', { name: /^Revoke the key/ }).click();
    const ending = page.getByRole('dialog', { name: 'Revoke this key?' });
    await ending.getByRole('button', { name: 'Revoke it' }).click();
    await expect(row).toBeHidden();
    expect(wallet.asked.slice(-2)).toEqual([SIGNING, SIGN_IN]);
  });
}

test('a Safe swaps a token by two transactions, and is told why it signs no permission', async ({
  page,
  chain,
  swap,
}) => {
  const wallet = await SafeWallet.create(chain, 1);
  const { address } = wallet.safe;
  const { address: lusd, decimals } = chain.token('LUSD');
  await chain.give({ owner: address, token: lusd, amount: 500n * 10n ** BigInt(decimals) });
  await wallet.install(page);
  await swap.open({ from: 'LUSD', to: 'LETH' });
  await swap.button('Connect wallet').click();
  await page.getByRole('button', { name: /^Browser wallet/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: SafeWallet.displayName }).click();
  await swap.pay.fill('200');
  // It has no LUX, and needs none: whoever executes what its owners sign pays.
  await expect(swap.card).toContainText('LUSD takes permissions by signature from keys only');
  await swap.button('Approve LUSD').click();
  const { paid, hash } = await swap.carryOut();
  expect(paid).toBe('200 LUSD');
  expect((await chain.receipt(hash)).status).toBe('success');
  expect(wallet.asked.slice(-2)).toEqual([SENDING, SENDING]);
  expect(await chain.allowance(address, lusd)).toBe(0n);
});

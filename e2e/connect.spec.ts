import { expect, test } from './test.ts';
import { TestWallet } from './wallet/test-wallet.ts';

test.describe('connecting a wallet', () => {
  test.beforeEach(async ({ page, wallet }) => {
    expect(wallet.asked).toEqual([]);
    await page.goto('/swap');
    await page.getByRole('banner').getByRole('button', { name: 'Connect wallet' }).click();
    await page.getByRole('button', { name: /^Browser wallet/ }).click();
  });

  test('goes through the list of wallets, and lasts until it is ended', async ({
    page,
    wallet,
  }) => {
    expect(wallet.asked).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: TestWallet.displayName }).click();
    const account = page.getByRole('button', { name: /^Account 0x/ });
    await expect(account).toBeVisible();
    await page.reload();
    await account.click();
    await expect(page.getByTitle(wallet.address, { exact: true })).toBeVisible();
    // Coming back asks the user nothing.
    expect(wallet.asked).toHaveLength(1);

    await page.getByRole('button', { name: 'Disconnect' }).click();
    const connect = page.getByRole('banner').getByRole('button', { name: 'Connect wallet' });
    await expect(connect).toBeVisible();
    await page.reload();
    await expect(connect).toBeEnabled();
    await expect(account).toBeHidden();
  });

  test('changes nothing when the user rejects it', async ({ page, wallet }) => {
    wallet.reject('eth_requestAccounts');
    wallet.reject('wallet_requestPermissions');
    const modal = page.getByRole('dialog');
    await modal.getByRole('button', { name: TestWallet.displayName }).click();
    await expect.poll(() => wallet.asked.length).toBeGreaterThan(0);
    await expect(modal).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(modal).toBeHidden();
    await expect(
      page.getByRole('banner').getByRole('button', { name: 'Connect wallet' }),
    ).toBeEnabled();
  });
});

test.describe('a wallet on another network', () => {
  test('is brought here by one button', async ({ page, trader, swap }) => {
    await trader.moveElsewhere();
    await swap.open({ from: 'LUX', to: 'LUSD' });
    await expect(page.getByRole('button', { name: 'Wrong network' })).toBeVisible();
    await swap.button('Switch to Local development chain').click();
    await expect(page.getByRole('button', { name: /^Account 0x/ })).toBeVisible();
    expect(trader.asked).toEqual(['wallet_switchEthereumChain']);
    await swap.pay.fill('1');
    await expect(swap.button('Review')).toBeEnabled();
  });

  test('is told about a network that it does not know', async ({ page, trader, swap }) => {
    await trader.moveElsewhere({ knowsChain: false });
    await swap.open();
    await page.getByRole('banner').getByRole('button', { name: 'Wrong network' }).click();
    await expect(page.getByRole('button', { name: /^Account 0x/ })).toBeVisible();
    expect(trader.asked).toContain('wallet_addEthereumChain');
  });

  test('says so when the user does not switch', async ({ page, trader, swap }) => {
    await trader.moveElsewhere();
    trader.reject('wallet_switchEthereumChain');
    await swap.open();
    await swap.button('Switch to Local development chain').click();
    const notices = page.getByRole('region', { name: 'Notifications' });
    await expect(notices).toContainText('You declined the request in your wallet.');
    await expect(swap.button('Switch to Local development chain')).toBeEnabled();
  });
});

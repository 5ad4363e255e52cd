import { IMPACT_ACKNOWLEDGEMENT } from '#lib/swap/price-impact.ts';
import { expectSettled, noteBalances } from './chain/settlement.ts';
import { expect, test } from './test.ts';

test.describe('a swap that does not happen', () => {
  test('is told as such when the user rejects it, and can be begun again', async ({
    chain,
    trader,
    swap,
  }) => {
    const account = await noteBalances(chain, trader.address);
    trader.reject('eth_sendTransaction');
    await swap.open({ from: 'LUX', to: 'LETH' });
    await swap.pay.fill('10');
    await swap.review();
    await swap.confirm();
    await expect(swap.failure).toContainText('Rejected in the wallet');
    await expect(swap.failure).toContainText('Nothing was sent. Your tokens are where they were.');
    await expect(swap.failure).toContainText('wallet/rejected');
    expect(await chain.balances(trader.address)).toEqual(account.before);

    trader.approve('eth_sendTransaction');
    await swap.failure.getByRole('button', { name: 'Back to the swap' }).click();
    await expect(swap.pay).toHaveValue('10');
    await expectSettled(account, await swap.carryOut());
  });

  test('asks for nothing more when the permission is not signed', async ({
    chain,
    trader,
    swap,
  }) => {
    const account = await noteBalances(chain, trader.address);
    trader.reject('eth_signTypedData_v4');
    await swap.open({ from: 'LUSD', to: 'LETH' });
    await swap.pay.fill('10');
    await swap.review();
    await swap.confirm();
    await expect(swap.failure).toContainText('wallet/rejected');
    expect(trader.asked).toEqual(['eth_signTypedData_v4']);
    expect(await chain.balances(trader.address)).toEqual(account.before);
  });

  test('asks again when the price moved between the review and the confirmation', async ({
    exchange,
    chain,
    trader,
    swap,
  }) => {
    await swap.openImporting({ from: 'LUSD', to: exchange.testTokens['no-return'] });
    await swap.pay.fill('100');
    await swap.review();
    await expect(swap.dialog.getByText('Minimum received')).toBeVisible();
    await chain.pushPrice(exchange.testTokens['no-return'], 3_000n);
    await expect(swap.dialog.getByRole('alert')).toContainText('worse');
    const accept = swap.dialog.getByRole('button', { name: /^Accept new price/ });
    await expect(swap.dialog.getByRole('button', { name: /^Swap / })).toBeDisabled();
    expect(trader.asked).toEqual([]);
    await accept.click();
    const before = await noteBalances(chain, trader.address);
    await swap.confirm();
    const shown = await swap.readReceipt();
    const after = await chain.balances(trader.address);
    expect(shown.paid).toBe('100 LUSD');
    expect((before.before.LUSD ?? 0n) - (after.LUSD ?? 0n)).toBe(100_000_000n);
  });

  test('is undone by the chain when the price moves after the signature', async ({
    exchange,
    chain,
    trader,
    swap,
  }) => {
    const account = await noteBalances(chain, trader.address);
    trader.beforeSend(
      async () => await chain.pushPrice(exchange.testTokens['no-decimals'], 10_000n),
    );
    await swap.openImporting({ from: 'LUSD', to: exchange.testTokens['no-decimals'] });
    await swap.pay.fill('500');
    await swap.review();
    await swap.confirm();
    await expect(swap.failure).toContainText('The price moved');
    await expect(swap.failure).toContainText('only the network cost was spent');
    await expect(swap.failure).toContainText('swap/slippage-exceeded');
    await expect(swap.recent.first()).toContainText('Undone');

    const [hash] = trader.sent;
    if (hash === undefined) throw new Error('nothing was sent');
    const { status, gasUsed, effectiveGasPrice } = await chain.receipt(hash);
    expect(status).toBe('reverted');
    const { LUX = 0n, ...tokens } = account.before;
    const left = { ...tokens, LUX: LUX - gasUsed * effectiveGasPrice };
    expect(await chain.balances(trader.address)).toEqual(left);
  });

  test('says what is missing before anything is asked of the wallet', async ({
    exchange,
    chain,
    trader,
    swap,
  }) => {
    await swap.open({ from: 'LUX', to: 'LUSD' });
    await swap.pay.fill('10000.5');
    await expect(swap.button('Insufficient LUX')).toBeDisabled();
    await swap.pay.fill('10000');
    await expect(swap.card.getByText(/The network cost needs about 0\.\d+ LUX more/)).toBeVisible();
    await swap.openImporting({ from: 'LUX', to: exchange.testTokens.html });
    await swap.pay.fill('1');
    await expect(swap.button('No route')).toBeDisabled();
    expect(trader.asked).toEqual([]);
    expect(await chain.client.getTransactionCount({ address: trader.address })).toBe(0);
  });

  test('waits for a typed acknowledgement when the pools are too small for it', async ({
    plain,
    trader,
    swap,
  }) => {
    await swap.openImporting({ from: 'LUSD', to: plain.address });
    await swap.pay.fill('3000');
    await expect(swap.card.getByRole('list', { name: 'Warnings' })).toContainText(
      'moves the price',
    );
    await expect(swap.button('Review')).toBeEnabled();
    await swap.pay.fill('20000');
    await expect(swap.button('Price impact over 5%')).toBeDisabled();
    await swap.card.getByLabel(/^Type /).fill('whatever');
    await expect(swap.button('Price impact over 5%')).toBeDisabled();
    await swap.card.getByLabel(/^Type /).fill(IMPACT_ACKNOWLEDGEMENT);
    await expect(swap.button('Review')).toBeEnabled();
    expect(trader.asked).toEqual([]);
  });
});

test.describe('a swap on its way', () => {
  test('is followed to its end after the page was loaded anew', async ({
    page,
    chain,
    trader,
    swap,
  }) => {
    const account = await noteBalances(chain, trader.address);
    trader.hold();
    await swap.send({ from: 'LUX', to: 'WLUX' }, '3');
    await page.reload();
    await expect(swap.recent).toContainText('Pending');
    await trader.release();
    await expect(swap.recent).toContainText('Confirmed');
    await expect(swap.recent).toContainText('3 LUX → 3 WLUX');
    await expect(swap.recent).toContainText('Final');
    const [hash] = trader.sent;
    if (hash === undefined) throw new Error('nothing was sent');
    await expectSettled(account, { paid: '3 LUX', received: '3 WLUX', hash });
  });

  test('is told as cancelled when the wallet replaces it by nothing', async ({
    chain,
    trader,
    swap,
  }) => {
    trader.hold();
    await swap.send({ from: 'LUX', to: 'LUSD' }, '3');
    await trader.cancelHeld();
    await expect(swap.failure).toContainText('Cancelled');
    await expect(swap.failure).toContainText('This swap was not carried out.');
    await expect(swap.recent).toContainText('Cancelled');
    expect(await chain.client.getTransactionCount({ address: trader.address })).toBe(1);
  });

  test('is followed under its new hash when the wallet speeds it up', async ({
    chain,
    trader,
    swap,
  }) => {
    const account = await noteBalances(chain, trader.address);
    trader.hold();
    await swap.send({ from: 'LUX', to: 'WLUX' }, '4');
    await trader.speedUpHeld();
    const shown = await swap.readReceipt();
    expect(trader.sent).toEqual([expect.not.stringMatching(shown.hash), shown.hash]);
    await expectSettled(account, shown);
  });

  test('waits while the chain does not answer, and goes on when it does', async ({
    exchange,
    page,
    faults,
    chain,
    trader,
    swap,
  }) => {
    faults.allow(/ERR_FAILED/);
    await swap.open({ from: 'LUX', to: 'LUSD' });
    await swap.pay.fill('5');
    await expect(swap.button('Review')).toBeEnabled();
    await page.route(`${exchange.rpcUrl}/**`, async (route) => await route.abort());
    await expect(swap.button('Waiting for the chain')).toBeDisabled();
    await expect(swap.card.getByText(/^The chain has not answered for/)).toBeVisible();
    await page.unroute(`${exchange.rpcUrl}/**`);
    const account = await noteBalances(chain, trader.address);
    await expectSettled(account, await swap.carryOut());
  });
});

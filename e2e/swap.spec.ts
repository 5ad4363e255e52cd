import { expectSettled, noteBalances, tradedPools } from './chain/settlement.ts';
import { expect, test } from './test.ts';

test.describe('a swap of an exact amount', () => {
  test('pays LUX itself and receives a token', async ({ chain, trader, swap }) => {
    const account = await noteBalances(chain, trader.address);
    await swap.open({ from: 'LUX', to: 'LUSD' });
    await swap.pay.fill('25');
    const shown = await swap.carryOut();
    expect(shown.paid).toBe('25 LUX');
    const receipt = await expectSettled(account, shown);
    expect(tradedPools(receipt)).not.toEqual([]);
    expect(trader.asked).toEqual(['eth_sendTransaction']);
    expect(trader.sent).toEqual([shown.hash]);
  });

  test('receives LUX itself for a token, by a signed permission', async ({
    chain,
    trader,
    swap,
  }) => {
    const account = await noteBalances(chain, trader.address);
    await swap.open({ from: 'LUSD', to: 'LUX' });
    await swap.pay.fill('500.25');
    const shown = await swap.carryOut();
    expect(shown.paid).toBe('500.25 LUSD');
    expect(shown.received).toMatch(/ LUX$/);
    await expectSettled(account, shown);
    expect(trader.asked).toEqual(['eth_signTypedData_v4', 'eth_sendTransaction']);
    expect(await chain.allowance(trader.address, chain.token('LUSD').address)).toBe(0n);
  });

  test('goes through a V2 pool', async ({ plain, chain, trader, swap }) => {
    const account = await noteBalances(chain, trader.address, [plain]);
    await swap.openImporting({ from: 'LUSD', to: plain.address });
    await swap.pay.fill('100');
    const pools = await swap.shownPools();
    const receipt = await expectSettled(account, await swap.carryOut());
    expect(tradedPools(receipt)).toEqual(pools);
    expect(pools).toEqual([expect.stringMatching(/^v2 0x/)]);
  });

  test('goes through a V3 pool', async ({ anc, chain, trader, swap }) => {
    const account = await noteBalances(chain, trader.address, [anc]);
    await swap.openImporting({ from: 'LUSD', to: anc.address });
    await swap.pay.fill('100');
    const pools = await swap.shownPools();
    const receipt = await expectSettled(account, await swap.carryOut());
    expect(tradedPools(receipt)).toEqual(pools);
    expect(pools).toEqual([expect.stringMatching(/^v3 0x/)]);
  });

  test('goes over two pools of different versions', async ({ plain, anc, chain, trader, swap }) => {
    await swap.open({ from: 'LUSD' });
    await swap.choose('receive', anc.address);
    await swap.pay.fill('50');
    await swap.carryOut();
    await swap.receipt.getByRole('button', { name: 'Reverse' }).click();
    await swap.choose('receive', plain.address);
    await swap.pay.fill('40');
    const pools = await swap.shownPools();
    await expect(swap.card.getByText('ANC → LUSD → PLAIN')).toBeVisible();
    await swap.button('Approve ANC').click();
    await expect(swap.button('Review')).toBeVisible();
    const account = await noteBalances(chain, trader.address, [plain, anc]);
    const receipt = await expectSettled(account, await swap.carryOut());
    expect(tradedPools(receipt)).toEqual(pools);
    expect(pools).toEqual([expect.stringMatching(/^v3 /), expect.stringMatching(/^v2 /)]);
  });

  test('wraps LUX and unwraps it, one for one', async ({ chain, trader, swap }) => {
    const account = await noteBalances(chain, trader.address);
    await swap.open({ from: 'LUX', to: 'WLUX' });
    await swap.pay.fill('12.5');
    const wrapped = await swap.carryOut();
    expect(wrapped).toMatchObject({ paid: '12.5 LUX', received: '12.5 WLUX' });
    await expectSettled(account, wrapped);

    const holding = await noteBalances(chain, trader.address);
    await swap.receipt.getByRole('button', { name: 'Reverse' }).click();
    const unwrapped = await swap.carryOut();
    expect(unwrapped).toMatchObject({ paid: '12.5 WLUX', received: '12.5 LUX' });
    await expectSettled(holding, unwrapped);
  });

  test('takes all of a token at “Max”, and leaves LUX for the network cost', async ({
    chain,
    trader,
    swap,
  }) => {
    const account = await noteBalances(chain, trader.address);
    await swap.open({ from: 'LBTC', to: 'LUX' });
    await swap.card.getByRole('button', { name: 'Max' }).click();
    await expect(swap.pay).toHaveValue('1');
    const shown = await swap.carryOut();
    await expectSettled(account, shown);
    expect((await chain.balances(trader.address)).LBTC).toBe(0n);

    await swap.open({ from: 'LUX', to: 'WLUX' });
    await swap.card.getByRole('button', { name: 'Max' }).click();
    const wrapped = await swap.carryOut();
    expect(wrapped.received).toMatch(/ WLUX$/);
    const { LUX = 0n } = await chain.balances(trader.address);
    expect(LUX).toBeGreaterThan(0n);
    expect(LUX).toBeLessThan(10n ** 18n);
  });
});

test.describe('a swap for an exact amount', () => {
  test('receives exactly that, and pays no more than was said', async ({ chain, trader, swap }) => {
    const account = await noteBalances(chain, trader.address);
    await swap.open({ from: 'LETH', to: 'LUSD' });
    await swap.receive.fill('1234.567891');
    await expect(swap.pay).not.toHaveValue('');
    const shown = await swap.carryOut();
    expect(shown.received).toBe('1234.567891 LUSD');
    await expectSettled(account, shown);
  });

  test('returns the LUX that was not needed', async ({ chain, trader, swap }) => {
    const account = await noteBalances(chain, trader.address);
    await swap.open({ from: 'LUX', to: 'LBTC' });
    await swap.receive.fill('0.01');
    const shown = await swap.carryOut();
    expect(shown.received).toBe('0.01 LBTC');
    await expectSettled(account, shown);
    expect(await chain.client.getBalance({ address: chain.contract('swapRouter02') })).toBe(0n);
  });
});

test.describe('approving a token', () => {
  test('is for exactly the amount when it is a transaction', async ({
    page,
    chain,
    trader,
    swap,
  }) => {
    const lusd = chain.token('LUSD').address;
    await swap.open({ from: 'LUSD', to: 'LETH' });
    await page.getByRole('button', { name: 'Swap settings' }).click();
    await page.getByRole('group', { name: 'Token approval' }).getByText('Transaction').click();
    await page.keyboard.press('Escape');
    await swap.pay.fill('750');
    await swap.button('Approve LUSD').click();
    await expect(swap.button('Review')).toBeVisible();
    expect(await chain.allowance(trader.address, lusd)).toBe(750_000_000n);
    const account = await noteBalances(chain, trader.address);
    await expectSettled(account, await swap.carryOut());
    expect(await chain.allowance(trader.address, lusd)).toBe(0n);
    expect(trader.asked).toEqual(['eth_sendTransaction', 'eth_sendTransaction']);
  });
});

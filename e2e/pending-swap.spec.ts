import { expect, test } from './test.ts';

test('a swap that was sent is followed from another page that is loaded anew', async ({
  page,
  trader,
  swap,
}) => {
  trader.hold();
  await swap.send({ from: 'LUX', to: 'WLUX' }, '3');

  await page.goto('/');
  const notices = page.getByRole('region', { name: 'Notifications' });
  await expect(notices).toContainText('Swapping');
  await trader.release();
  await expect(notices).toContainText('Swapped');
  await expect(notices).toContainText('3 LUX → 3 WLUX');
});

test('a token that wants its old approval at zero first gets two approvals', async ({
  page,
  exchange,
  chain,
  trader,
  swap,
}) => {
  const token = exchange.testTokens['no-return'];
  await swap.openImporting({ from: 'LUSD', to: token });
  await swap.pay.fill('20');
  await swap.carryOut();

  await swap.open({ from: token, to: 'LUSD' });
  await swap.pay.fill('3');
  const approve = swap.button(/^Approve /);
  await approve.click();
  await expect(swap.button('Review')).toBeVisible();
  expect(await chain.allowance(trader.address, token)).toBe(3_000_000n);

  await swap.pay.fill('5');
  await approve.click();
  await expect(page.getByRole('button', { name: /^2 of 2: / })).toBeVisible();
  await expect(swap.button('Review')).toBeVisible();
  expect(await chain.allowance(trader.address, token)).toBe(5_000_000n);
  expect(trader.asked.slice(-3)).toEqual(new Array(3).fill('eth_sendTransaction'));
});

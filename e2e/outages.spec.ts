import { statusResponse } from '#lib/protocol/rest/status.ts';
import { expectSettled, noteBalances } from './chain/settlement.ts';
import { type Part, processesOf, supervisorOf } from './setup/exchange-processes.ts';
import { expect, test } from './test.ts';

/** Restarting a part takes its supervisor a few seconds. */
const PATIENCE = { timeout: 40_000 } as const;

test.describe.configure({ mode: 'serial', timeout: 180_000 });

test.describe('when a part of the exchange fails', () => {
  test.beforeEach(({ faults }) => faults.allow(/ERR_|WebSocket|Failed to load|Failed to fetch/));

  function killAll(networkDir: string, part: Part): void {
    const processes = processesOf(networkDir, part);
    expect(processes.length).toBeGreaterThan(0);
    for (const pid of processes) process.kill(pid, 'SIGKILL');
  }

  test('a sidecar that was killed is waited for, and prices live again', async ({
    page,
    exchange,
  }) => {
    await page.goto('/');
    const footer = page.getByRole('contentinfo');
    await expect(footer).toContainText(/\d+ ms/);
    killAll(exchange.networkDir, 'sidecar');
    await expect(footer).toContainText('Reconnecting');
    await expect(page.getByText('Market data is not reachable. Trying again.')).toBeVisible();
    await expect(page.getByRole('grid', { name: 'Markets' })).toContainText('BTC');
    await expect(footer).toContainText(/\d+ ms/, PATIENCE);
    const price = page.getByRole('grid').getByRole('row').nth(1).getByRole('gridcell').nth(2);
    const before = await price.innerText();
    await expect(price).not.toHaveText(before);
  });

  test('a sidecar that says nothing any more is called stale', async ({ page, exchange }) => {
    await page.goto('/');
    const footer = page.getByRole('contentinfo');
    await expect(footer).toContainText(/\d+ ms/);
    const [sidecar] = processesOf(exchange.networkDir, 'sidecar');
    if (sidecar === undefined) throw new Error('there is no sidecar');
    process.kill(sidecar, 'SIGSTOP');
    try {
      await expect(footer).toContainText(/Stale \d+/, PATIENCE);
      await expect(page.getByRole('region', { name: 'All markets' })).toContainText(
        /Prices are \d+/,
      );
    } finally {
      process.kill(sidecar, 'SIGCONT');
    }
    await expect(footer).toContainText(/\d+ ms/, PATIENCE);
  });

  test('a chain that was killed is waited for, and swaps go on', async ({
    exchange,
    chain,
    trader,
    swap,
  }) => {
    await swap.open({ from: 'LUX', to: 'WLUX' });
    await swap.pay.fill('5');
    await expect(swap.button('Review wrap')).toBeEnabled();
    const supervisor = supervisorOf(exchange.networkDir);
    // Held back, or it would start the chain again before the page notices.
    process.kill(supervisor, 'SIGSTOP');
    try {
      killAll(exchange.networkDir, 'chain');
      await expect(swap.button('Waiting for the chain')).toBeDisabled();
      await expect(swap.card.getByText(/^The chain has not answered for/)).toBeVisible();
    } finally {
      process.kill(supervisor, 'SIGCONT');
    }
    await expect(swap.button(/^(?:Review wrap|Insufficient LUX)$/)).toBeVisible(PATIENCE);
    // What the chain had not saved is lost; the account is given its funds anew.
    await chain.fund(trader.address);
    await expect(swap.button('Review wrap')).toBeEnabled();
    const account = await noteBalances(chain, trader.address);
    await expectSettled(account, await swap.carryOut());
    // Nothing that counted as final was lost with it.
    const settling = async () => {
      const answer = await fetch(`${exchange.sidecarUrl}/v1/status`);
      const { settlement } = statusResponse.parse(await answer.json());
      return { state: settlement?.state, why: settlement?.why };
    };
    await expect.poll(settling, PATIENCE).toEqual({ state: 'working', why: null });
  });

  test('a transaction that the network forgot is told as such', async ({ chain, trader, swap }) => {
    trader.hold();
    await swap.open({ from: 'LUX', to: 'WLUX' });
    await swap.pay.fill('2');
    await swap.review();
    await swap.confirm();
    await expect(swap.dialog.getByRole('status')).toContainText('Swapping…');
    await chain.client.mine({ blocks: 31 });
    await expect(swap.failure).toContainText('Forgotten by the network');
    await expect(swap.failure).toContainText(
      'It may still be carried out, so do not send it twice.',
    );
    // And so it may: the swap is found when its transaction turns up after all.
    await trader.release();
    await expect(swap.recent).toContainText('Confirmed');
  });
});

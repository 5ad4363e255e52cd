import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { encodeFunctionData, parseUnits } from 'viem';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { erc20Abi } from '#contracts-abi/abis/erc20.ts';
import { EXIT_DELAY_SECONDS } from '#lib/domain/clearing-house-listing.ts';
import { exchangePorts, startExchange } from '#scripts/start/started-exchange.ts';
import { TestChain } from './chain/test-chain.ts';
import { expectNoViolations } from './pages/axe-violations.ts';
import { processesOf, supervisorOf } from './setup/exchange-processes.ts';
import type { RunningExchange } from './setup/running-exchange.ts';
import { expect, test as sharedTest } from './test.ts';
import { ExchangeAccount } from './trading/exchange-account.ts';
import type { TestWallet } from './wallet/test-wallet.ts';

/** Time is moved and the sidecar is killed: nobody else's exchange will do. */
const START_TIMEOUT_MS = 300_000;
const NO_TOKEN = `0x${'00'.repeat(20)}` as const;
const NO_TOKENS: RunningExchange['testTokens'] = {
  plain: NO_TOKEN,
  bytes32: NO_TOKEN,
  'no-return': NO_TOKEN,
  'no-decimals': NO_TOKEN,
  html: NO_TOKEN,
  'right-to-left': NO_TOKEN,
  'long-metadata': NO_TOKEN,
  'symbol-collision': NO_TOKEN,
  'reverting-metadata': NO_TOKEN,
};

const test = sharedTest.extend<
  object,
  { readonly exchange: RunningExchange; readonly chain: TestChain }
>({
  exchange: [
    async ({ browserName: _ }, use) => {
      const dataDir = mkdtempSync(join(tmpdir(), 'lux-exit-tests-'));
      const ports = await exchangePorts();
      const env = { CORS_ORIGINS: `http://localhost:${ports.WEB_PORT}` };
      const started = await startExchange({ dataDir, ports, env }, START_TIMEOUT_MS);
      const { webUrl, sidecarUrl, rpcUrl, networkDir } = started;
      await use({ webUrl, sidecarUrl, rpcUrl, networkDir, dataDir, testTokens: NO_TOKENS });
      process.kill(supervisorOf(networkDir), 'SIGCONT');
      await started.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: START_TIMEOUT_MS },
  ],
  chain: [
    async ({ exchange }, use) => {
      await use(new TestChain(exchange, 'deployer'));
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ exchange }, use) => {
    await use(exchange.webUrl);
  },
});

/** What goes into the clearing house. */
const DEPOSITS = { LUSD: '40000', LETH: '3.5', LBTC: '0.25' } as const;
const NATIVE = '120';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('when the sidecar is gone for good, a user leaves with everything on the chain alone', async ({
  page,
  exchange,
  chain,
  trader,
}) => {
  test.setTimeout(180_000);
  const before = await chain.balances(trader.address);
  await deposit(chain, trader);
  const account = new ExchangeAccount(exchange.sidecarUrl, trader.privateKey);
  await expect
    .poll(async () => await availableOf(account), { timeout: 60_000 })
    .toBe('40000000000');
  // A part of it is held by an open order, which no exit waits for.
  await account.place({
    ...{ symbol: 'BTC-USDT', side: 'buy', type: 'limit' },
    ...{ price: '20000.0', size: '0.5' },
  });
  killForGood(exchange.networkDir);
  await expect(fetch(`${exchange.sidecarUrl}/healthz`)).rejects.toThrow();
  const asked = watchSidecar(page, exchange);

  await page.goto('/exit');
  const balances = page.getByRole('grid', { name: 'Balances' });
  const row = (symbol: string) => balances.getByRole('row', { name: new RegExp(`^${symbol} `) });
  await expect(row('LUSD')).toContainText('40,000.000000');
  await expect(row('WLUX')).toContainText('120.00000000');
  await expect(page.getByText('No exit requested')).toBeVisible();
  await expect(page.getByRole('contentinfo')).toContainText('Chain only');
  await expectNoViolations(page);

  await act(page, { press: 'End all orders', confirm: 'End all orders' });
  await expect(page.getByText('Epoch 1')).toBeVisible();
  await act(page, { press: 'Request the exit', confirm: 'Request the exit' });
  await expect(page.getByText('Exit requested', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Pay out LUSD' })).toBeDisabled();
  await expectNoViolations(page);

  await passTime(chain, 61);
  await expect(page.getByText('Waiting for the exit’s time')).toBeVisible();
  // It can be taken back until the end, and then waits its whole time again.
  await act(page, { press: 'Cancel the exit', confirm: 'Cancel the exit' });
  await expect(page.getByText('No exit requested')).toBeVisible();
  await act(page, { press: 'Request the exit', confirm: 'Request the exit' });
  await passTime(chain, EXIT_DELAY_SECONDS + 1);
  await expect(page.getByText('Can be paid out now')).toBeVisible();

  await act(page, { press: 'Pay out LETH', confirm: 'Pay out 3.5 LETH' });
  await expect(row('LETH').getByRole('button')).toHaveCount(0);
  await act(page, { press: 'Pay out everything', confirm: /^Pay out LUSD, WLUX, LBTC$/ });
  await expect(page.getByText('Everything is paid out').first()).toBeVisible();
  await expect(page.getByText('Sent on this visit')).toBeVisible();
  await expectNoViolations(page);

  const after = await chain.balances(trader.address);
  for (const symbol of ['LUSD', 'LETH', 'LBTC'] as const)
    expect(after[symbol]).toBe(before[symbol]);
  expect(after.WLUX).toBe((before.WLUX ?? 0n) + parseUnits(NATIVE, 18));
  expect(trader.asked.filter((method) => method !== 'eth_sendTransaction')).toEqual([]);
  expect(asked, 'requests to the exchange').toEqual([]);
});

/** Pays tokens and native LUX into the clearing house, past any page. */
async function deposit(chain: TestChain, { account }: TestWallet): Promise<void> {
  const house = chain.contract('clearingHouse');
  const send = async (to: `0x${string}`, call: { data: `0x${string}`; value?: bigint }) => {
    const receipt = await chain.receipt(
      await chain.client.sendTransaction({ account, to, ...call }),
    );
    expect(receipt.status).toBe('success');
  };
  for (const [symbol, amount] of Object.entries(DEPOSITS)) {
    const { address, decimals } = chain.token(symbol);
    const units = parseUnits(amount, decimals);
    const approve = { abi: erc20Abi, functionName: 'approve', args: [house, units] } as const;
    await send(address, { data: encodeFunctionData(approve) });
    const pay = { abi: clearingHouseAbi, functionName: 'deposit', args: [address, units] } as const;
    await send(house, { data: encodeFunctionData(pay) });
  }
  const data = encodeFunctionData({ abi: clearingHouseAbi, functionName: 'depositNative' });
  await send(house, { data, value: parseUnits(NATIVE, 18) });
}

/** Quanta of USDT as text; empty before the account has any. */
async function availableOf(account: ExchangeAccount): Promise<string> {
  const balance = await account.balance('USDT').catch(() => null);
  return balance === null ? '' : String(balance.available);
}

/** Nobody starts it again: who would is held still. */
function killForGood(networkDir: string): void {
  process.kill(supervisorOf(networkDir), 'SIGSTOP');
  const processes = processesOf(networkDir, 'sidecar');
  expect(processes.length).toBeGreaterThan(0);
  for (const pid of processes) process.kill(pid, 'SIGKILL');
}

/** Everything that the page asks of the sidecar, from now on. */
function watchSidecar(page: Page, { sidecarUrl, webUrl, rpcUrl }: RunningExchange): string[] {
  const asked: string[] = [];
  const known = [webUrl, rpcUrl].map((url) => new URL(url).port);
  const note = (url: string) => {
    const { port, protocol } = new URL(url);
    if (['http:', 'https:', 'ws:', 'wss:'].includes(protocol) && !known.includes(port))
      asked.push(url);
  };
  expect(known).not.toContain(new URL(sidecarUrl).port);
  page.on('request', (request) => note(request.url()));
  page.on('websocket', (socket) => note(socket.url()));
  return asked;
}

/** Presses a button of the page, confirms what is reviewed, and sees it through to its block. */
async function act(
  page: Page,
  { press, confirm }: { readonly press: string; readonly confirm: string | RegExp },
): Promise<void> {
  await page.getByRole('button', { name: press, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('columnheader', { name: 'Before' })).toBeVisible();
  await dialog.getByRole('button', { name: confirm }).click();
  await expect(dialog.getByTestId('transaction-hash')).toBeVisible();
  // Nothing is left to do but to close it, by the cross or by the button.
  await expect(dialog.getByRole('button')).toHaveCount(2);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
}

async function passTime(chain: TestChain, seconds: number): Promise<void> {
  await chain.client.increaseTime({ seconds });
  await chain.client.mine({ blocks: 1 });
}

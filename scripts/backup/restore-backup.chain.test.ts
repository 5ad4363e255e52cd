import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DeployedChain, deployedChain } from '#scripts/testing/deployed-chain.ts';
import { depositFor } from '#scripts/testing/deposit-for.ts';
import { type SidecarProcess, spawnSidecar } from '#scripts/testing/sidecar-process.ts';
import { backupCommand } from './backup-command.ts';

const PATIENCE = { timeout: 120_000, interval: 100 };
const MINUTES = 240_000;

let chain: DeployedChain;
let base: string;
let running: SidecarProcess[];

beforeEach(async () => {
  chain = await deployedChain({ anvil: { blockTimeSeconds: 1 } });
  base = mkdtempSync(join(tmpdir(), 'lux-backup-chain-'));
  running = [];
}, MINUTES);

afterEach(async () => {
  for (const sidecar of running.splice(0)) await sidecar.kill();
  await chain.stop();
  rmSync(base, { recursive: true, force: true });
}, MINUTES);

const QUIET = { MARKET_MAKER: '0', SIMULATED_TRADERS: '0', CONFIRMATIONS: '2' };

async function startIn(dataDir: string): Promise<SidecarProcess> {
  const sidecar = await spawnSidecar({ RPC_URL: chain.rpcUrl, DATA_DIR: dataDir, ...QUIET });
  running.push(sidecar);
  const ready = { ready: true, failed: [] };
  await expect.poll(async () => await sidecar.readyChecks(), PATIENCE).toEqual(ready);
  return sidecar;
}

/** Somebody who asks with the key of the account itself. */
function trader() {
  const privateKey = generatePrivateKey();
  const { address } = privateKeyToAccount(privateKey);
  const headers = {
    authorization: `Bearer ${address}:${privateKey}`,
    'content-type': 'application/json',
  };
  return {
    address,
    async available({ url }: SidecarProcess, asset = 'USDT') {
      const { balances = [] } = await (await fetch(`${url}/v1/balances`, { headers })).json();
      return balances.find((each: { asset: string }) => each.asset === asset)?.available ?? 0;
    },
    async order({ url }: SidecarProcess, body: object) {
      const sent = { method: 'POST', headers, body: JSON.stringify(body) };
      const answer = await fetch(`${url}/v1/orders`, sent);
      return { status: answer.status, body: await answer.json() };
    },
    async openOrders({ url }: SidecarProcess) {
      return (await (await fetch(`${url}/v1/orders`, { headers })).json()).orders;
    },
  };
}

const order = (side: string, size: number, price = 67_000) => ({
  symbol: 'BTC-USDT',
  side,
  type: 'limit',
  price,
  size,
});

async function run(command: string, folder: string, dataDir: string): Promise<string> {
  const env = { DATA_DIR: dataDir, RPC_URL: chain.rpcUrl };
  const { output, errors, exitCode } = await backupCommand([command, folder], env);
  expect(errors).toBe('');
  expect(exitCode).toBe(0);
  return output;
}

async function settled({ url }: SidecarProcess, batch: number): Promise<void> {
  const newest = async () =>
    (await (await fetch(`${url}/v1/settlements`)).json()).settlements?.[0] ?? null;
  await expect.poll(newest, PATIENCE).toMatchObject({ batch, status: 'settled' });
}

describe('a restored exchange', () => {
  it(
    'goes on where the chain is: with orders of before, and deposits of after the back-up',
    async () => {
      const first = await startIn(chain.env.dataDir);
      const someone = trader();
      await depositFor(chain, { account: someone.address });
      await expect.poll(() => someone.available(first), PATIENCE).toBe(50_000);
      const placed = await someone.order(first, order('buy', 0.01, 61_000));
      expect(placed.status).toBe(200);
      const left = await someone.available(first);

      expect(await run('backup', join(base, 'copy'), chain.env.dataDir)).toContain('is whole');
      await depositFor(chain, { account: someone.address });
      const other = trader();
      await depositFor(chain, { account: other.address });
      await expect.poll(() => other.available(first), PATIENCE).toBe(50_000);
      await first.kill();

      const elsewhere = join(base, 'data');
      expect(await run('restore', join(base, 'copy'), elsewhere)).toContain('was restored');
      const second = await startIn(elsewhere);
      await expect.poll(() => someone.available(second), PATIENCE).toBe(left + 50_000);
      await expect.poll(() => other.available(second), PATIENCE).toBe(50_000);
      expect(
        (await someone.openOrders(second)).map((each: { price: number }) => each.price),
      ).toEqual([61_000]);
      // And it settles: what the two trade now is in the contract's next batch.
      expect((await someone.order(second, order('buy', 0.01))).status).toBe(200);
      expect((await other.order(second, order('sell', 0.01))).status).toBe(200);
      await settled(second, 1);
    },
    MINUTES,
  );

  it(
    'does not start where the chain has trades that its journal lacks, and says what to do',
    async () => {
      const first = await startIn(chain.env.dataDir);
      const [one, other] = [trader(), trader()];
      for (const { address } of [one, other]) await depositFor(chain, { account: address });
      await expect.poll(() => other.available(first), PATIENCE).toBe(50_000);
      await run('backup', join(base, 'copy'), chain.env.dataDir);
      expect((await one.order(first, order('buy', 0.01))).status).toBe(200);
      expect((await other.order(first, order('sell', 0.01))).status).toBe(200);
      await settled(first, 1);
      await first.kill();

      const elsewhere = join(base, 'data');
      await run('restore', join(base, 'copy'), elsewhere);
      const second = await spawnSidecar({ RPC_URL: chain.rpcUrl, DATA_DIR: elsewhere, ...QUIET });
      running.push(second);
      expect(await second.exited).toBe(1);
      expect(second.output()).toContain('recovery/chain-ahead');
      // What the journal of the first machine still holds makes it whole.
      rmSync(elsewhere, { recursive: true, force: true });
      await run('backup', join(base, 'newer'), chain.env.dataDir);
      await run('restore', join(base, 'newer'), elsewhere);
      expect(readdirSync(join(elsewhere, 'local-1337'))).not.toContain('history');
      const third = await startIn(elsewhere);
      await settled(third, 1);
    },
    MINUTES,
  );
});

import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createStreamClient } from '#lib/client/stream-client.ts';
import { startAnvil } from '#scripts/dev-chain/anvil.ts';
import { freePort } from '#scripts/dev-chain/free-port.ts';
import { type DeployedChain, deployedChain } from '#scripts/testing/deployed-chain.ts';
import { type SidecarProcess, spawnSidecar } from '#scripts/testing/sidecar-process.ts';
import { limits } from './limits.ts';

let chain: DeployedChain;
const started: SidecarProcess[] = [];

beforeAll(async () => {
  chain = await deployedChain({ anvil: { blockTimeSeconds: 1 } });
});

afterAll(async () => {
  await chain.stop();
});

afterEach(async () => {
  for (const sidecar of started.splice(0)) await sidecar.kill();
});

async function startSidecar(env: Record<string, string> = {}): Promise<SidecarProcess> {
  const { rpcUrl } = chain;
  const sidecar = await spawnSidecar({ RPC_URL: rpcUrl, DATA_DIR: chain.env.dataDir, ...env });
  started.push(sidecar);
  return sidecar;
}

/** Number of the last durable command. */
async function durableSeq({ url }: SidecarProcess): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^dex_journal_durable_seq (\d+)$/m.exec(metrics)?.[1]);
}

const PATIENCE = { timeout: 120_000, interval: 100 };

async function untilReady(sidecar: SidecarProcess): Promise<void> {
  await expect
    .poll(async () => await sidecar.readyChecks(), PATIENCE)
    .toEqual({ ready: true, failed: [] });
}

describe('the sidecar', () => {
  it('serves prices, candles, blocks and the faucet on the deployed chain', async () => {
    const sidecar = await startSidecar();
    await untilReady(sidecar);
    const network = await (await fetch(`${sidecar.url}/v1/network`)).json();
    expect(network).toMatchObject({
      network: 'local',
      chain_id: 1337,
      genesis_hash: chain.deployment.genesisHash,
      contracts: chain.deployment.contracts,
      development_features: true,
      simulated_prices: true,
    });
    expect(network.missing_contracts).not.toContain('swapRouter02');

    const client = createStreamClient({ url: sidecar.wsUrl, WebSocketImpl: WebSocket });
    const symbols = new Set<string>();
    const blocks: number[] = [];
    const candles: boolean[] = [];
    client.subscribePrices(['*'], ({ data }) => symbols.add(data.symbol));
    client.subscribeBlocks(({ data }) => blocks.push(data.number));
    client.subscribeCandles({ symbol: 'BTC-USDT', interval: '1m' }, ({ data, isSnapshot }) => {
      if (isSnapshot) expect(data.candles.length).toBe(limits.snapshotCandles);
      candles.push(isSnapshot);
    });
    await expect.poll(() => symbols.size, PATIENCE).toBe(3);
    await expect.poll(() => blocks.length, PATIENCE).toBeGreaterThanOrEqual(3);
    await expect.poll(() => candles.length, PATIENCE).toBeGreaterThanOrEqual(3);
    expect(blocks).toEqual(blocks.map((_, index) => (blocks[0] ?? 0) + index));
    expect(candles.indexOf(true)).toBe(0);
    client.close();

    const answer = await fetch(`${sidecar.url}/v1/faucet`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ address: '0x00000000000000000000000000000000000000A1' }),
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      tx_hash: expect.stringMatching(/^0x[0-9a-f]{64}$/),
    });

    sidecar.child.kill('SIGTERM');
    expect(await sidecar.exited).toBe(0);
    const lines = sidecar
      .output()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.at(-1)).toMatchObject({ level: 'info', msg: 'stopped' });
  });

  it('is not ready while the chain is away, and again when it is back', async () => {
    const own = await deployedChain({ anvil: { blockTimeSeconds: 1 } });
    // The chain's folder goes with the chain; the sidecar's own must stay.
    const folder = mkdtempSync(join(tmpdir(), 'lux-sidecar-'));
    cpSync(own.env.dataDir, folder, { recursive: true });
    const sidecar = await startSidecar({ RPC_URL: own.rpcUrl, DATA_DIR: folder });
    await untilReady(sidecar);
    await own.stop();
    await expect
      .poll(async () => (await sidecar.readyChecks()).failed, PATIENCE)
      .toContain('chain');
    expect((await fetch(`${sidecar.url}/healthz`)).status).toBe(200);

    // What comes back is another chain: serving goes on, and it says what to do.
    const another = await startAnvil({
      port: Number(new URL(own.rpcUrl).port),
      blockTimeSeconds: 1,
    });
    await expect
      .poll(async () => (await sidecar.readyChecks()).failed, PATIENCE)
      .toContain('network');
    const { checks } = await (await fetch(`${sidecar.url}/readyz`)).json();
    expect(checks.network.detail).toContain('npm start -- --reset');
    await another.stop();
    await sidecar.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  it('goes on with its journal after it was killed', async () => {
    const first = await startSidecar();
    await untilReady(first);
    await expect.poll(async () => await durableSeq(first), PATIENCE).toBeGreaterThan(9);
    const before = await durableSeq(first);
    first.child.kill('SIGKILL');
    await first.exited;
    const second = await startSidecar();
    await untilReady(second);
    expect(await durableSeq(second)).toBeGreaterThanOrEqual(before);
    const recovered = second
      .output()
      .split('\n')
      .find((line) => line.includes('the engine stands where its log ends'));
    expect(JSON.parse(recovered ?? '{}').seq).toBeGreaterThanOrEqual(before);
  });

  it('ends with its parent', async () => {
    const sidecar = await startSidecar({ EXIT_WITH_PARENT: '1' });
    await untilReady(sidecar);
    sidecar.child.stdin?.end();
    expect(await sidecar.exited).toBe(0);
    expect(sidecar.output()).toContain('the parent process ended');
  });

  it('refuses a wrong configuration, naming all of it', async () => {
    const sidecar = await startSidecar({ SIDECAR_PORT: 'x', LOG_LEVEL: 'loud' });
    expect(await sidecar.exited).toBe(1);
    expect(sidecar.output()).toMatch(/SIDECAR_PORT is "x": use a whole number/);
    expect(sidecar.output()).toMatch(/LOG_LEVEL is "loud": use fatal/);
  });

  it('names the port that is taken', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    const sidecar = await startSidecar({ SIDECAR_WS_PORT: String(port) });
    expect(await sidecar.exited).toBe(1);
    expect(sidecar.output()).toMatch(new RegExp(`SIDECAR_WS_PORT is .*${port}.*EADDRINUSE`));
    other.close();
  });

  it('names the host or the folder that cannot be used', async () => {
    const elsewhere = await startSidecar({ HOST: '203.0.113.9', PRICE_SOURCES: 'none' });
    expect(await elsewhere.exited).toBe(1);
    expect(elsewhere.output()).toMatch(/HOST is .*203\.0\.113\.9.*no address of this machine/);
    const nowhere = await startSidecar({ DATA_DIR: '/dev/null' });
    expect(await nowhere.exited).toBe(1);
    expect(nowhere.output()).toMatch(/DATA_DIR is .*name a folder/);
  });

  it('refuses a chain of another id', async () => {
    const anvil = await startAnvil({ chainId: 96369 });
    const sidecar = await startSidecar({ RPC_URL: anvil.rpcUrl });
    expect(await sidecar.exited).toBe(1);
    expect(sidecar.output()).toMatch(/RPC_URL.*chain id 96369.*local has 1337/);
    await anvil.stop();
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestClient, http, type TestClient } from 'viem';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ExchangeEnv, readExchangeEnv } from '#lib/env/exchange-env.ts';
import { type Anvil, startAnvil } from '#scripts/dev-chain/anvil.ts';
import { limits } from '../limits.ts';
import { type FollowedChain, followChain } from './followed-chain.ts';
import { openEndpoints } from './open-endpoints.ts';

const FINALITY = 8;

let folder = '';
let anvil: Anvil | null = null;
const following: { chain: FollowedChain; ended: Promise<void> }[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'followed-chain-'));
});

afterEach(async () => {
  for (const { chain } of following) chain.stop();
  await Promise.all(following.splice(0).map(({ ended }) => ended));
  await anvil?.stop();
  await rm(folder, { recursive: true });
});

/** Starts anvil, or starts it again where and with what it had saved. */
async function chainRuns(port?: number): Promise<{ anvil: Anvil; test: TestClient }> {
  const stateFile = join(folder, 'state.json');
  const started = await startAnvil(port === undefined ? { stateFile } : { stateFile, port });
  anvil = started;
  const transport = http(started.rpcUrl);
  return { anvil: started, test: createTestClient({ mode: 'anvil', transport }) };
}

function endpointsOf({ rpcUrls, chainId }: ExchangeEnv) {
  const logger = { error: () => undefined };
  return openEndpoints({ rpcUrls, chainId, limits: { ...limits, endpointRestMs: 20 }, logger });
}

function follow(rpcUrl: string) {
  const events: string[] = [];
  const env = readExchangeEnv({ RPC_URL: rpcUrl, DATA_DIR: folder });
  const chain = followChain({
    env,
    endpoints: endpointsOf(env),
    readDeployment: () => null,
    finality: FINALITY,
    pollMs: 20,
    maxBackoffMs: 50,
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  chain.listen({
    reorganisation: ({ depth, beyondFinality }) =>
      events.push(`reorganisation of ${depth}${beyondFinality ? ' beyond finality' : ''}`),
    reachable: (reachable) => events.push(reachable ? 'up' : 'down'),
  });
  const ended = chain.run();
  following.push({ chain, ended });
  const number = () => chain.status().head?.number;
  return { chain, events, number, ended };
}

describe('following anvil', () => {
  it('sees each block, and verifies the network', async () => {
    const { anvil: running, test } = await chainRuns();
    const blocks: number[] = [];
    const { chain, number } = follow(running.rpcUrl);
    chain.listen({ block: (block) => blocks.push(block.number) });
    await expect.poll(number).toBe(0);
    await test.mine({ blocks: 5 });
    await expect.poll(number).toBe(5);
    expect(blocks).toEqual([0, 1, 2, 3, 4, 5]);
    expect(chain.status().head).toMatchObject({ baseFeeWei: expect.any(BigInt) });
    await expect.poll(() => chain.network()?.deployment).toBeNull();
  });

  it('recognises the depth of a reorganisation', async () => {
    const { anvil: running, test } = await chainRuns();
    const { chain, events, number } = follow(running.rpcUrl);
    await test.mine({ blocks: 3 });
    await expect.poll(number).toBe(3);
    const id = await test.snapshot();
    await test.mine({ blocks: 4 });
    await expect.poll(number).toBe(7);
    await test.revert({ id });
    await test.mine({ blocks: 6, interval: 9 });
    await expect.poll(number).toBe(9);
    expect(events).toEqual(['up', 'reorganisation of 4']);
    expect(chain.status().fault).toBeNull();
  });

  it('goes on when a killed chain comes back without its latest blocks', async () => {
    const first = await chainRuns();
    await first.test.mine({ blocks: 6 });
    await first.anvil.stop();

    const { port } = first.anvil;
    const second = await chainRuns(port);
    const { chain, events, number } = follow(second.anvil.rpcUrl);
    await expect.poll(number).toBe(6);
    await second.test.mine({ blocks: 3 });
    await expect.poll(number).toBe(9);
    process.kill(second.anvil.pid, 'SIGKILL');
    await second.anvil.exited;
    await expect.poll(() => chain.status().reachable).toBe(false);

    const third = await chainRuns(port);
    await third.test.mine({ blocks: 5, interval: 7 });
    await expect.poll(number).toBe(11);
    expect(events).toEqual(['up', 'down', 'up', expect.stringMatching(/^reorganisation of 3$/)]);
    expect(chain.status()).toMatchObject({ reachable: true, fault: null });
  });

  it('notices blocks that were lost while it was not running itself', async () => {
    const { anvil: running, test } = await chainRuns();
    const before = follow(running.rpcUrl);
    await test.mine({ blocks: 2 });
    await expect.poll(before.number).toBe(2);
    const id = await test.snapshot();
    await test.mine({ blocks: 3 });
    await expect.poll(before.number).toBe(5);
    before.chain.stop();
    // By then it has written down what it saw.
    await before.ended;
    await test.revert({ id });
    await test.mine({ blocks: 1, interval: 9 });

    const after = follow(running.rpcUrl);
    await expect.poll(after.number).toBe(3);
    expect(after.events).toEqual(['up', 'reorganisation of 3']);
  });

  it('asks for a reset beyond finality', async () => {
    const { anvil: running, test } = await chainRuns();
    const { chain, events, number } = follow(running.rpcUrl);
    await expect.poll(number).toBe(0);
    const id = await test.snapshot();
    for (let round = 1; round <= 3; round += 1) {
      await test.mine({ blocks: FINALITY });
      await expect.poll(number).toBe(round * FINALITY);
    }
    await test.revert({ id });
    await test.mine({ blocks: 2, interval: 9 });
    await expect.poll(() => chain.status().fault?.kind).toBe('finality');
    expect(events.at(-1)).toMatch(/beyond finality/);
    expect(chain.status().fault?.detail).toContain('npm start -- --reset');
  });

  it('asks for a reset when another chain is there', async () => {
    const first = await startAnvil({ genesisTimestamp: 1_700_000_000 });
    anvil = first;
    const before = follow(first.rpcUrl);
    await expect.poll(before.number).toBe(0);
    before.chain.stop();
    await first.stop();

    const second = await startAnvil({ genesisTimestamp: 1_700_000_001, port: first.port });
    anvil = second;
    const after = follow(second.rpcUrl);
    await expect.poll(() => after.chain.status().fault?.kind).toBe('genesis');
  });

  it('does nothing with a chain of another id', async () => {
    const other = await startAnvil({ chainId: 96369 });
    anvil = other;
    const env = readExchangeEnv({ RPC_URL: other.rpcUrl, DATA_DIR: folder });
    const chain = followChain({
      env,
      endpoints: endpointsOf(env),
      readDeployment: () => null,
      finality: FINALITY,
      pollMs: 20,
      maxBackoffMs: 50,
      logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    });
    await expect(chain.run()).rejects.toThrow(/chain id 96369.*network local has 1337/);
    chain.stop();
  });
});

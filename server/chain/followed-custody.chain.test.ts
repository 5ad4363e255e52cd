import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { privateKeyToAddress } from 'viem/accounts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readExchangeEnv } from '#lib/env/exchange-env.ts';
import { type Anvil, startAnvil } from '#scripts/dev-chain/anvil.ts';
import {
  type SmallClearingHouse,
  smallClearingHouse,
} from '#scripts/testing/small-clearing-house.ts';
import { limits } from '../limits.ts';
import { blockBeforeContract } from './block-before-contract.ts';
import type { CustodyEvent } from './custody-event.ts';
import { followChain } from './followed-chain.ts';
import { type FollowedCustody, followCustody } from './followed-custody.ts';
import { openEndpoints } from './open-endpoints.ts';

let folder: string;
let anvil: Anvil;
let house: SmallClearingHouse;
const stops: (() => Promise<void>)[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lux-custody-'));
  anvil = await startAnvil();
  const operators = [privateKeyToAddress(`0x${'a1'.repeat(32)}`)];
  house = await smallClearingHouse({ rpcUrl: anvil.rpcUrl, operators });
});

afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
  await anvil.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Following = {
  readonly custody: FollowedCustody;
  readonly told: string[];
  readonly errors: string[];
  stop(): Promise<void>;
};

function follow({ confirmations = 2, blocks = 1_000, socket = false } = {}): Following {
  const rpcUrl = socket ? anvil.rpcUrl.replace('http', 'ws') : anvil.rpcUrl;
  const env = readExchangeEnv({ RPC_URL: anvil.rpcUrl, RPC_URLS: rpcUrl, DATA_DIR: folder });
  const errors: string[] = [];
  const logger = {
    info: () => undefined,
    warn: () => undefined,
    error: (_: object, message: string) => errors.push(message),
  };
  const rpcUrls = [rpcUrl];
  const endpoints = openEndpoints({ rpcUrls, chainId: env.chainId, limits, logger });
  const chain = followChain({
    env,
    endpoints,
    readDeployment: () => null,
    finality: 64,
    // With a WebSocket nothing but its announcements makes it look.
    pollMs: socket ? 600_000 : 20,
    maxBackoffMs: 50,
    logger,
  });
  const custody = followCustody({
    endpoints,
    chain,
    contract: house.address,
    before: 0,
    confirmations,
    networkDir: env.networkDir,
    limits: { custodyBlocks: blocks, custodyRetryMs: 20 },
    logger,
  });
  const told: string[] = [];
  custody.listen({
    seen: (events) => told.push(...events.map((event) => `seen ${nameOf(event)}`)),
    undone: () => told.push('undone'),
    final: async (_, events) => {
      told.push(...events.map((event) => `final ${nameOf(event)}`));
      await Promise.resolve();
    },
  });
  const stopped = new AbortController();
  const ended = Promise.all([
    chain.run(),
    custody.run(stopped.signal),
    endpoints.watch(stopped.signal),
  ]);
  const stop = async () => {
    chain.stop();
    stopped.abort();
    await ended;
  };
  stops.push(stop);
  return { custody, told, errors, stop };
}

function nameOf(event: CustodyEvent): string {
  return event.kind === 'deposited' ? `${event.depositId}: ${event.quanta}` : event.kind;
}

async function mine(blocks = 1): Promise<void> {
  await house.client.mine({ blocks });
}

/** The chain gives up its newest blocks for empty ones, and what was in them is gone. */
async function reorganise(depth: number): Promise<void> {
  const reorg = { method: 'anvil_reorg', params: [depth, []] };
  await house.client.request(reorg as never);
}

describe("the clearing house's events", () => {
  it('are seen, and final when enough blocks have them', async () => {
    const { custody, told } = follow({ confirmations: 3 });
    await house.deposit(7);
    await expect.poll(() => told).toEqual(['seen 1: 7']);
    const block = Number(await house.client.getBlockNumber());
    expect(custody.confirmationsOf(block)).toBe(1);
    await mine();
    await expect.poll(() => custody.confirmationsOf(block)).toBe(2);
    expect(told).toHaveLength(1);
    await mine();
    await expect.poll(() => told).toEqual(['seen 1: 7', 'final 1: 7']);
    await expect.poll(() => custody.finalBlock()).toBe(block);
  });

  it('are final at once where one confirmation is enough', async () => {
    const { told } = follow({ confirmations: 1 });
    await house.deposit(7);
    await expect.poll(() => told).toEqual(['final 1: 7']);
  });

  it('that came while nobody looked are filled in', async () => {
    const before = follow({ confirmations: 1 });
    await house.deposit(1);
    await expect.poll(() => before.told).toEqual(['final 1: 1']);
    await before.stop();
    await house.deposit(2);
    await mine(30);
    await house.deposit(3);
    const after = follow({ confirmations: 1, blocks: 4 });
    await expect.poll(() => after.told).toEqual(['final 2: 2', 'final 3: 3']);
  });

  it.each([1, 2, 3, 4, 5])('of %i blocks that are given up are undone', async (depth) => {
    const { told, custody } = follow({ confirmations: 7 });
    await mine(8);
    await expect.poll(() => custody.confirmationsOf(8)).toBeGreaterThan(0);
    await house.deposit(7);
    await expect.poll(() => told).toEqual(['seen 1: 7']);
    await mine(depth - 1);
    await reorganise(depth);
    await mine();
    await expect.poll(() => told).toEqual(['seen 1: 7', 'undone']);
    await house.deposit(8);
    await expect.poll(() => told.slice(2)).toEqual(['seen 1: 8']);
    await mine(7);
    await expect.poll(() => told.slice(3)).toEqual(['final 1: 8']);
    expect(custody.fault()).toBe(null);
  });

  it('that were final and are given up are a fault, after a restart too', async () => {
    const { told, custody, errors, stop } = follow({ confirmations: 1 });
    await house.deposit(7);
    await expect.poll(() => told).toEqual(['final 1: 7']);
    await mine(2);
    await reorganise(3);
    await mine(3);
    await expect.poll(() => custody.fault()).toMatch(/counted as final.*CONFIRMATIONS/s);
    expect(errors).toContain(custody.fault());
    await stop();
    const again = follow({ confirmations: 1 });
    await expect.poll(() => again.custody.fault()).toMatch(/counted as final/);
    expect(again.told.filter((line) => line.startsWith('final'))).toEqual([]);
  });

  it('are looked for from the block on in which the contract was created', async () => {
    await mine(9);
    const { rpcUrl } = anvil;
    const logger = { error: () => undefined };
    const endpoints = openEndpoints({ rpcUrls: [rpcUrl], chainId: 1_337, limits, logger });
    const { address: contract } = house;
    // Its token was created in block 1, and it in block 2.
    expect(await blockBeforeContract({ endpoints, contract })).toBe(1);
    const nothing = `0x${'77'.repeat(20)}` as const;
    expect(await blockBeforeContract({ endpoints, contract: nothing })).toBe(0);
  });

  it('come with the announcements of a WebSocket, without polling', async () => {
    const { told, custody } = follow({ confirmations: 1, socket: true });
    await expect.poll(() => custody.finalBlock()).not.toBe(null);
    await house.deposit(7);
    await expect.poll(() => told).toEqual(['final 1: 7']);
  });
});

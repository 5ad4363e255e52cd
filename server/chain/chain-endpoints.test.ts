import { afterEach, describe, expect, it } from 'vitest';
import {
  type RpcReply,
  type ScriptedRpc,
  startScriptedRpc,
} from '#scripts/testing/scripted-rpc.ts';
import { ChainEndpoints } from './chain-endpoints.ts';
import { createChainReader } from './chain-reader.ts';

const CHAIN = 1337;
const servers: ScriptedRpc[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

/** A node that a test can break: what it answers instead, and its newest block. */
class ScriptedNode {
  chainId = CHAIN;
  head = 100;
  balance = 1;
  /** In place of an answer to anything but the chain's id. */
  fault: RpcReply | null = null;
  rpc: ScriptedRpc | null = null;

  async start(): Promise<ScriptedNode> {
    this.rpc = await startScriptedRpc((method, params) => this.#reply(method, params));
    servers.push(this.rpc);
    return this;
  }

  /** What it was asked since it was asked last, beside the chain's id. */
  asked(): string[] {
    return (this.rpc?.calls.splice(0) ?? []).filter((method) => method !== 'eth_chainId');
  }

  #reply(method: string, [first]: readonly unknown[]): RpcReply {
    if (method === 'eth_chainId' && this.fault === null) return { result: this.chainId };
    if (this.fault !== null) return this.fault;
    switch (method) {
      case 'eth_blockNumber':
        return { result: hex(this.head) };
      case 'eth_getBlockByNumber': {
        const number = first === 'latest' ? this.head : Number(first);
        return { result: number > this.head ? null : blockOf(number) };
      }
      default:
        return { result: hex(this.balance) };
    }
  }
}

function hex(number: number): string {
  return `0x${number.toString(16)}`;
}

function blockOf(number: number) {
  const hash = `0x${String(number).padStart(64, '0')}`;
  return { number: hex(number), hash, parentHash: hash, timestamp: '0x1', baseFeePerGas: '0x1' };
}

const clock = { now: 0 };

async function poolOf(count: number, timeoutMs = 60_000) {
  const nodes = await Promise.all(Array.from({ length: count }, () => new ScriptedNode().start()));
  clock.now = 0;
  const endpoints = new ChainEndpoints({
    urls: nodes.map(({ rpc }) => rpc?.url ?? ''),
    chainId: CHAIN,
    timeoutMs,
    restMs: 500,
    longestRestMs: 60_000,
    mostBlocksBehind: 3,
    patienceMs: 10_000,
    probeMs: 1,
    clock: () => clock.now,
    sleep: async () => await Promise.resolve(),
  });
  const foreign: string[] = [];
  endpoints.onForeign((_, { message }) => foreign.push(message));
  const [first = new ScriptedNode(), second = new ScriptedNode()] = nodes;
  const balance = async () => Number(await endpoints.client.getBalance({ address: ZERO }));
  second.balance = 2;
  return { endpoints, first, second, balance, foreign, reader: createChainReader(endpoints) };
}

const ZERO = `0x${'00'.repeat(20)}` as const;

describe('several endpoints', () => {
  it('are used in the order in which they are named, one at a time', async () => {
    const { first, second, balance } = await poolOf(2);
    expect(await balance()).toBe(1);
    expect(await balance()).toBe(1);
    expect(second.asked()).toEqual([]);
    expect(first.asked()).toEqual(['eth_getBalance', 'eth_getBalance']);
  });

  it.each<[string, RpcReply]>([
    ['breaks the connection', 'break'],
    ['is overloaded', { status: 503 }],
    ['wants no more of our requests', { status: 429 }],
    ['wants no more, in its own words', { error: { code: -32_007, message: '50/second' } }],
    ['does not know the method', { error: { code: -32_601, message: 'no such method' } }],
    ['lacks the state', { error: { code: -32_000, message: 'missing trie node ab' } }],
  ])('are asked in turn when one %s', async (_, fault) => {
    const { first, balance } = await poolOf(2);
    await balance();
    first.fault = fault;
    expect(await balance()).toBe(2);
  });

  it('are asked in turn when one is silent for too long', async () => {
    const { first, balance } = await poolOf(2, 1_000);
    first.fault = 'silence';
    expect(await balance()).toBe(2);
  });

  it.each<[string, RpcReply]>([
    ['an undone call', { error: { code: 3, message: 'execution reverted', data: '0x1234' } }],
    ['a used nonce', { error: { code: -32_000, message: 'nonce too low' } }],
    ['wrong parameters', { error: { code: -32_602, message: 'invalid params' } }],
  ])('are not asked once more for %s', async (_, fault) => {
    const { first, second, balance } = await poolOf(2);
    await balance();
    first.fault = fault;
    await expect(balance()).rejects.toThrow();
    expect(second.asked()).toEqual([]);
  });

  it('leave one that failed alone for longer and longer, and take it back when it answers', async () => {
    const { endpoints, first, balance } = await poolOf(2);
    first.fault = 'break';
    expect(await balance()).toBe(2);
    expect(first.rpc?.calls.splice(0)).toHaveLength(1);
    clock.now = 499;
    expect(await balance()).toBe(2);
    expect(first.rpc?.calls).toEqual([]);
    clock.now = 500;
    expect(await balance()).toBe(2);
    clock.now = 1_499;
    first.fault = null;
    expect(await balance()).toBe(2);
    expect(endpoints.status()[0]).toMatchObject({ healthy: false });
    clock.now = 1_500;
    expect(await balance()).toBe(1);
    expect(endpoints.status()[0]).toMatchObject({ healthy: true, lastError: null });
  });

  it('are asked although they rest when there is no other', async () => {
    const { first, second, balance } = await poolOf(2);
    first.fault = 'break';
    second.fault = 'break';
    await expect(balance()).rejects.toThrow();
    second.fault = null;
    expect(await balance()).toBe(2);
  });

  it('tell how they do, and nothing of an address but the host', async () => {
    const { endpoints, first, second } = await poolOf(2);
    first.fault = { status: 503 };
    second.head = 90;
    await endpoints.probe();
    const host = (node: ScriptedNode) => new URL(node.rpc?.url ?? '').host;
    expect(endpoints.status()).toEqual([
      {
        name: host(first),
        healthy: false,
        lastError: expect.stringContaining('HTTP request failed'),
        latencyMs: null,
        head: null,
        blocksBehind: null,
      },
      {
        name: host(second),
        healthy: true,
        lastError: null,
        latencyMs: 0,
        head: 90,
        blocksBehind: 0,
      },
    ]);
  });

  it('come behind those that are further', async () => {
    const { endpoints, first, second, balance } = await poolOf(2);
    first.head = 96;
    second.head = 100;
    await endpoints.probe();
    expect(endpoints.status()[0]?.blocksBehind).toBe(4);
    expect(await balance()).toBe(2);
    first.head = 101;
    await endpoints.probe();
    expect(await balance()).toBe(1);
  });
});

describe('an endpoint of another chain', () => {
  it('is not used, and is told', async () => {
    const { endpoints, first, balance, foreign } = await poolOf(2);
    first.chainId = 1;
    expect(await balance()).toBe(2);
    expect(first.asked()).toEqual([]);
    expect(foreign).toEqual(['the endpoint belongs to chain 1, not 1337']);
    expect(endpoints.status()[0]).toMatchObject({ healthy: false, lastError: foreign[0] });
    expect(await endpoints.chainId()).toBe(CHAIN);
  });

  it('is found out when it comes back as another', async () => {
    const { first, balance } = await poolOf(2);
    expect(await balance()).toBe(1);
    first.fault = 'break';
    await balance();
    first.fault = null;
    first.chainId = 1;
    clock.now = 100_000;
    first.asked();
    expect(await balance()).toBe(2);
    expect(first.asked()).toEqual([]);
  });

  it('gives its id when there is no other', async () => {
    const { endpoints, first, second } = await poolOf(2);
    first.chainId = 96_369;
    second.chainId = 96_369;
    expect(await endpoints.chainId()).toBe(96_369);
  });

  it('gives no id while another endpoint may be the right one', async () => {
    const { endpoints, first, second } = await poolOf(2);
    first.chainId = 96_369;
    second.fault = 'break';
    await expect(endpoints.chainId()).rejects.toThrow();
  });
});

describe('an endpoint that has not seen what another one told', () => {
  it('is not believed to be the newest', async () => {
    const { first, second, reader } = await poolOf(2);
    expect((await reader.latestBlock()).number).toBe(100);
    first.fault = 'break';
    second.head = 98;
    await expect(reader.latestBlock()).rejects.toThrow(/has not seen block 100/);
    second.head = 100;
    expect((await reader.latestBlock()).number).toBe(100);
  });

  it('is not believed to have no such block', async () => {
    const { first, second, reader } = await poolOf(2);
    await reader.latestBlock();
    first.fault = 'break';
    second.head = 98;
    await expect(reader.blockByNumber(99)).rejects.toThrow(/has not seen block 100/);
    expect(await reader.blockByNumber(101)).toBe(null);
    expect((await reader.blockByNumber(98))?.number).toBe(98);
  });

  it('is believed after a while: the chain went back', async () => {
    const { first, second, reader } = await poolOf(2);
    await reader.latestBlock();
    first.fault = 'break';
    second.head = 98;
    clock.now = 10_000;
    expect((await reader.latestBlock()).number).toBe(98);
  });

  it('is believed when it told so itself', async () => {
    const { first, reader } = await poolOf(2);
    await reader.latestBlock();
    first.head = 90;
    expect((await reader.latestBlock()).number).toBe(90);
    expect(await reader.blockByNumber(95)).toBe(null);
  });
});

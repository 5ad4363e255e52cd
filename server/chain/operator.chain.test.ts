import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeFunctionData, type Hex, parseEther, parseGwei } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { type Anvil, startAnvil } from '#scripts/dev-chain/anvil.ts';
import { type RpcProxy, startRpcProxy } from '#scripts/testing/rpc-proxy.ts';
import {
  type SmallClearingHouse,
  smallClearingHouse,
} from '#scripts/testing/small-clearing-house.ts';
import { limits } from '../limits.ts';
import { openEndpoints } from './open-endpoints.ts';
import { type OpenOperatorOptions, type Operator, openOperator } from './operator.ts';

const FIRST = `0x${'a1'.repeat(32)}` as const;
const SECOND = `0x${'b2'.repeat(32)}` as const;
const first = privateKeyToAccount(FIRST);
const second = privateKeyToAccount(SECOND);
const CONFIRMATIONS = 2;

let folder: string;
let anvil: Anvil;
let house: SmallClearingHouse;
let proxies: RpcProxy[] = [];
let running: { stop: AbortController; ended: Promise<void> }[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lux-operator-'));
  anvil = await startAnvil();
  house = await smallClearingHouse({
    rpcUrl: anvil.rpcUrl,
    operators: [first.address, second.address],
  });
  for (const { address } of [first, second]) {
    await house.client.setBalance({ address, value: parseEther('10') });
  }
  await house.client.setAutomine(false);
});

afterEach(async () => {
  for (const { stop } of running) stop.abort();
  await Promise.all(running.map(({ ended }) => ended));
  running = [];
  await Promise.all(proxies.map((proxy) => proxy.stop()));
  proxies = [];
  await anvil.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function operatorOf({
  privateKeys = [FIRST],
  rpcUrls = [anvil.rpcUrl],
  ...given
}: {
  privateKeys?: readonly Hex[];
  rpcUrls?: readonly string[];
} & Partial<OpenOperatorOptions> = {}): Promise<Operator> {
  const operator = await openOperator({
    endpoints: openEndpoints({
      rpcUrls,
      chainId: 1_337,
      limits,
      logger: { error: () => undefined },
    }),
    chainId: 1_337,
    contract: house.address,
    keys: { keystores: [], passwordFile: null, signerUrl: null, signerAddresses: [], privateKeys },
    fees: { maxFeeWei: parseGwei('500'), priorityWei: parseGwei('2') },
    confirmations: CONFIRMATIONS,
    networkDir: folder,
    limits: { ...limits, submitPollMs: 20, submitReplaceMs: 60_000, operatorCheckMs: 50 },
    logger: { warn: () => undefined },
    now: () => Date.now(),
    ...given,
  });
  const stop = new AbortController();
  running.push({ stop, ended: operator.run(stop.signal) });
  return operator;
}

/** A call that anybody may make, and that leaves a trace: the end of an epoch. */
function bump() {
  const data = encodeFunctionData({ abi: clearingHouseAbi, functionName: 'bumpEpoch' });
  return { to: house.address, data, gas: 200_000n, purpose: 'a test' };
}

async function epochOf(account: Hex): Promise<number> {
  const { epoch } = await house.client.readContract({
    address: house.address,
    abi: clearingHouseAbi,
    functionName: 'accountOf',
    args: [account],
  });
  return epoch;
}

/** What waits to be mined. */
async function waiting() {
  const { pending } = await house.client.getTxpoolContent();
  return Object.values(pending).flatMap((byNonce) => Object.values(byNonce));
}

async function mine(blocks = 1): Promise<void> {
  await house.client.mine({ blocks });
}

describe('a call of the operator', () => {
  it('is tried first: the gas that it needs, or why it is undone', async () => {
    const operator = await operatorOf();
    const { to, data } = bump();
    expect(await operator.simulate({ to, data })).toEqual({
      kind: 'succeeds',
      gas: expect.any(BigInt),
    });
    const settle = encodeFunctionData({
      abi: clearingHouseAbi,
      functionName: 'settle',
      args: ['0x'],
    });
    expect(await operator.simulate({ to, data: settle })).toMatchObject({
      kind: 'reverts',
      reason: { code: expect.stringMatching(/^(MalformedBatch|UnknownBatchVersion)$/) },
    });
    const listing = encodeFunctionData({
      abi: clearingHouseAbi,
      functionName: 'setGuardian',
      args: [first.address],
    });
    expect(await operator.simulate({ to, data: listing })).toMatchObject({
      kind: 'reverts',
      reason: { code: 'OwnableUnauthorizedAccount', args: { account: first.address } },
    });
  });

  it('is made, and is through when enough blocks have it', async () => {
    const operator = await operatorOf();
    const outcome = operator.submit(bump());
    await expect.poll(async () => (await waiting()).length).toBe(1);
    await mine(CONFIRMATIONS);
    expect(await outcome).toMatchObject({ kind: 'mined', gasUsed: expect.any(BigInt) });
    expect(await epochOf(first.address)).toBe(1);
    expect(await operator.resume()).toBe(null);
  });

  it('that is undone is told as such', async () => {
    const operator = await operatorOf();
    const outcome = operator.submit({ ...bump(), data: '0xdeadbeef' });
    await expect.poll(async () => (await waiting()).length).toBe(1);
    await mine(CONFIRMATIONS);
    expect(await outcome).toMatchObject({ kind: 'reverted' });
  });

  it('is sent again when the chain forgets it', async () => {
    const operator = await operatorOf();
    const outcome = operator.submit(bump());
    await expect.poll(async () => (await waiting()).length).toBe(1);
    const [sent] = await waiting();
    await house.client.dropTransaction({ hash: sent?.hash ?? '0x' });
    await expect.poll(async () => (await waiting())[0]?.hash).toBe(sent?.hash);
    await mine(CONFIRMATIONS);
    expect(await outcome).toMatchObject({ kind: 'mined', transaction: sent?.hash });
  });

  it('offers more when it takes too long, within the cap, and is made once', async () => {
    const limitsOf = { ...limits, submitPollMs: 20, submitReplaceMs: 1, operatorCheckMs: 50 };
    const operator = await operatorOf({
      limits: limitsOf,
      fees: { maxFeeWei: parseGwei('20'), priorityWei: parseGwei('2') },
    });
    const outcome = operator.submit(bump());
    await expect
      .poll(async () => Number((await waiting())[0]?.maxFeePerGas ?? 0))
      .toBeGreaterThan(17e9);
    expect(await waiting()).toHaveLength(1);
    expect(Number((await waiting())[0]?.maxFeePerGas)).toBeLessThanOrEqual(20e9);
    await mine(CONFIRMATIONS);
    expect(await outcome).toMatchObject({ kind: 'mined' });
    expect(await epochOf(first.address)).toBe(1);
    expect(await house.client.getTransactionCount({ address: first.address })).toBe(1);
  });

  it('is not sent while gas costs more than the cap', async () => {
    await house.client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('600') });
    await mine();
    const operator = await operatorOf();
    expect(await operator.submit(bump())).toMatchObject({ kind: 'refused', reason: 'fee-cap' });
    expect(await waiting()).toEqual([]);
  });

  it('is not sent without the money for its gas', async () => {
    await house.client.setBalance({ address: first.address, value: 1_000n });
    const operator = await operatorOf();
    expect(await operator.submit(bump())).toMatchObject({ kind: 'refused', reason: 'no-funds' });
  });

  it('is followed again when the chain gives its block up', async () => {
    const operator = await operatorOf();
    const outcome = operator.submit(bump());
    await expect.poll(async () => (await waiting()).length).toBe(1);
    const id = await house.client.snapshot();
    await mine();
    await expect.poll(() => epochOf(first.address)).toBe(1);
    await house.client.revert({ id });
    expect(await epochOf(first.address)).toBe(0);
    // The chain that took its place knows nothing of it.
    await expect.poll(async () => (await waiting()).length).toBe(1);
    await mine(CONFIRMATIONS);
    expect(await outcome).toMatchObject({ kind: 'mined' });
    expect(await epochOf(first.address)).toBe(1);
  });

  it('is told when somebody else used its nonce with the same key', async () => {
    const operator = await operatorOf();
    const outcome = operator.submit(bump());
    await expect.poll(async () => (await waiting()).length).toBe(1);
    const [sent] = await waiting();
    const thief = await first.signTransaction({
      type: 'eip1559',
      chainId: 1_337,
      nonce: 0,
      to: first.address,
      gas: 21_000n,
      maxFeePerGas: parseGwei('400'),
      maxPriorityFeePerGas: parseGwei('50'),
    });
    await house.client.sendRawTransaction({ serializedTransaction: thief });
    expect((await waiting())[0]?.hash).not.toBe(sent?.hash);
    await mine(CONFIRMATIONS);
    expect(await outcome).toEqual({ kind: 'nonce-taken', nonce: 0 });
    expect(await epochOf(first.address)).toBe(0);
  });

  it('takes the place of one of which the record was lost', async () => {
    const lost = await first.signTransaction({
      type: 'eip1559',
      chainId: 1_337,
      nonce: 0,
      to: first.address,
      gas: 21_000n,
      maxFeePerGas: parseGwei('40'),
      maxPriorityFeePerGas: parseGwei('4'),
    });
    await house.client.sendRawTransaction({ serializedTransaction: lost });
    const operator = await operatorOf();
    const outcome = operator.submit(bump());
    await expect.poll(async () => (await waiting())[0]?.to).toBe(house.address.toLowerCase());
    await mine(CONFIRMATIONS);
    expect(await outcome).toMatchObject({ kind: 'mined' });
  });

  it.each(['cut-before', 'cut-after'] as const)(
    'goes to the next endpoint when the first dies: %s',
    async (verdict) => {
      const proxy = await startRpcProxy(anvil.rpcUrl, (method) =>
        method === 'eth_sendRawTransaction' ? verdict : 'pass',
      );
      proxies.push(proxy);
      const operator = await operatorOf({ rpcUrls: [proxy.rpcUrl, anvil.rpcUrl] });
      const outcome = operator.submit(bump());
      await expect.poll(async () => (await waiting()).length).toBe(1);
      await mine(CONFIRMATIONS);
      expect(await outcome).toMatchObject({ kind: 'mined' });
      expect(await house.client.getTransactionCount({ address: first.address })).toBe(1);
    },
  );
});

describe("the operator's keys", () => {
  it('change without a restart: the first that is listed and can pay signs', async () => {
    const operator = await operatorOf({ privateKeys: [FIRST, SECOND] });
    await expect.poll(() => operator.address()).toBe(first.address);
    const before = operator.submit(bump());
    await expect.poll(async () => (await waiting()).length).toBe(1);
    // The first one is dismissed while its transaction is under way: it is seen through.
    const behind = operator.submit(bump());
    await mine(CONFIRMATIONS);
    expect(await before).toMatchObject({ kind: 'mined' });
    expect(await epochOf(first.address)).toBe(1);
    await expect.poll(async () => (await waiting()).length).toBe(1);
    await house.client.setAutomine(true);
    await house.setOperator(first.address, false);
    await mine(CONFIRMATIONS);
    expect(await behind).toMatchObject({ transaction: expect.any(String) });
    await expect.poll(() => operator.address()).toBe(second.address);
    const next = operator.submit(bump());
    await expect.poll(() => epochOf(second.address)).toBe(1);
    await mine(CONFIRMATIONS);
    expect(await next).toMatchObject({ kind: 'mined' });
    expect(operator.accounts()).toMatchObject([
      { address: first.address, isOperator: false },
      { address: second.address, isOperator: true },
    ]);
  });

  it('are refused when the clearing house lists none of them', async () => {
    const stranger = `0x${'c3'.repeat(32)}` as const;
    const operator = await operatorOf({ privateKeys: [stranger] });
    expect(await operator.submit(bump())).toMatchObject({ kind: 'refused', reason: 'signer' });
    expect(operator.address()).toBe(null);
  });
});

describe('a process that is killed', () => {
  /** Submits the call in a process of its own, which ends only when it is killed. */
  function submitting(rpcUrl: string) {
    const script = `
      const { openEndpoints, openOperator } = await import('#server/chain/index.ts');
      const { limits } = await import('#server/limits.ts');
      const [rpcUrl, contract, networkDir, key, data] = process.argv.slice(1);
      const logger = { error() {}, warn() {} };
      const operator = await openOperator({
        endpoints: openEndpoints({ rpcUrls: [rpcUrl], chainId: 1337, limits, logger }),
        chainId: 1337, contract, networkDir, logger, limits, now: Date.now,
        keys: { keystores: [], passwordFile: null, signerUrl: null, signerAddresses: [], privateKeys: [key] },
        fees: { maxFeeWei: 500_000_000_000n, priorityWei: 2_000_000_000n },
        confirmations: ${CONFIRMATIONS},
      });
      const outcome = operator.submit({ to: contract, data, gas: 200_000n, purpose: 'a test' });
      await outcome;
      setInterval(() => {}, 1_000);
    `;
    const parameters = [rpcUrl, house.address, folder, FIRST, bump().data];
    return spawn(process.execPath, ['--input-type=module', '--eval', script, ...parameters], {
      stdio: 'inherit',
    });
  }

  async function kill(child: ReturnType<typeof spawn>): Promise<void> {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  it('between sending and the receipt has made the call once, and the next one knows', async () => {
    const child = submitting(anvil.rpcUrl);
    await expect.poll(async () => (await waiting()).length).toBe(1);
    await kill(child);
    const [sent] = await waiting();
    const resumed = (await operatorOf()).resume();
    await mine(CONFIRMATIONS);
    expect(await resumed).toMatchObject({
      purpose: 'a test',
      outcome: { kind: 'mined', transaction: sent?.hash },
    });
    expect(await house.client.getTransactionCount({ address: first.address })).toBe(1);
  });

  it('between writing down and sending has made no call, and the next one makes it', async () => {
    const reached = Promise.withResolvers<void>();
    const proxy = await startRpcProxy(anvil.rpcUrl, (method) => {
      if (method !== 'eth_sendRawTransaction') return 'pass';
      reached.resolve();
      return 'cut-before';
    });
    proxies.push(proxy);
    const child = submitting(proxy.rpcUrl);
    await reached.promise;
    await kill(child);
    expect(await waiting()).toEqual([]);
    const resumed = (await operatorOf()).resume();
    await expect.poll(async () => (await waiting()).length).toBe(1);
    await mine(CONFIRMATIONS);
    expect(await resumed).toMatchObject({ outcome: { kind: 'mined' } });
    expect(await epochOf(first.address)).toBe(1);
  });
});

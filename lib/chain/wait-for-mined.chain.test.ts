import { createWalletClient, defineChain, type Hex, http, type WalletClient } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Hash } from '#lib/domain/address.ts';
import { type Anvil, startAnvil } from '#scripts/dev-chain/anvil.ts';
import { type ChainClient, createChainClient } from './create-chain-client.ts';
import { lookAtTransaction, type SentTransaction } from './look-at-transaction.ts';
import { waitForMined } from './wait-for-mined.ts';

const GWEI = 1_000_000_000n;
const TARGET = `0x${'ab'.repeat(20)}` as const;
const quick = { patienceMs: 20_000, pollMs: 20 };

let anvil: Anvil;
let client: ChainClient;
let account: ReturnType<typeof privateKeyToAccount>;
let wallet: WalletClient;

beforeAll(async () => {
  anvil = await startAnvil();
  const { rpcUrl } = anvil;
  client = createChainClient({ chainId: 1337, name: 'local', rpcUrl, multicall3: TARGET });
  wallet = createWalletClient({ transport: http(rpcUrl) });
  await rpc('evm_setAutomine', [false]);
  await rpc('evm_setIntervalMining', [0]);
});

beforeEach(async () => {
  account = privateKeyToAccount(generatePrivateKey());
  await rpc('anvil_setBalance', [account.address, '0x56bc75e2d63100000']);
});

afterAll(async () => {
  await anvil.stop();
});

async function rpc(method: string, params: readonly unknown[] = []): Promise<unknown> {
  return await client.request({ method, params } as never);
}

type Sent = {
  readonly nonce: number;
  readonly tip: bigint;
  readonly to?: Hex;
  readonly value?: bigint;
  readonly data?: Hex;
};

/** What a wallet sends, with the number and the fee that it likes. */
async function send({ nonce, tip, to = TARGET, value = 5n, data = '0x' }: Sent): Promise<Hash> {
  return await wallet.sendTransaction({
    account,
    chain: defineChain({
      id: 1337,
      name: 'local',
      nativeCurrency: { name: 'LUX', symbol: 'LUX', decimals: 18 },
      rpcUrls: { default: { http: [anvil.rpcUrl] } },
    }),
    ...{ to, value, data, nonce, gas: 60_000n },
    // Nodes take a replacement only where both offers are clearly above the ones before.
    maxFeePerGas: (100n + 20n * tip) * GWEI,
    maxPriorityFeePerGas: tip * GWEI,
  });
}

const mine = async () => await rpc('evm_mine');

/** Looks until the node has told what the transaction does. */
async function learned(hash: Hash): Promise<SentTransaction> {
  const { look, sent } = await lookAtTransaction(client, { hash, call: null });
  expect(look.kind).toBe('waiting');
  expect(sent.call).not.toBeNull();
  return sent;
}

test('what is in a block is told with how it ended', async () => {
  const hash = await send({ nonce: 0, tip: 1n });
  const waiting = waitForMined({ client, hash, ...quick });
  await mine();
  expect(await waiting).toEqual({ status: 'success', hash });
});

test('what its wallet sends again for more is followed to the block', async () => {
  const hash = await send({ nonce: 0, tip: 1n, data: '0xabcd' });
  const sent = await learned(hash);
  const faster = await send({ nonce: 0, tip: 5n, data: '0xABCD' });
  await mine();
  expect(faster).not.toBe(hash);
  const seen = await lookAtTransaction(client, sent);
  expect(seen.look).toMatchObject({ kind: 'mined', receipt: { transactionHash: faster } });
  expect(seen.sent.hash).toBe(faster);
  // Whoever comes back to it looks at the one that counts.
  expect((await lookAtTransaction(client, seen.sent)).look.kind).toBe('mined');
});

test.each<[string, () => Partial<Sent>]>([
  ['cancels', () => ({ to: account.address, value: 0n })],
  ['changes the amount of', () => ({ value: 6n })],
  ['changes the call of', () => ({ data: '0x01' })],
])('what its wallet %s is replaced', async (_, change) => {
  const sent = await learned(await send({ nonce: 0, tip: 1n }));
  const other = await send({ nonce: 0, tip: 5n, ...change() });
  await mine();
  expect((await lookAtTransaction(client, sent)).look).toEqual({ kind: 'replaced', by: other });
});

test('what its node forgets waits as long as its number is free', async () => {
  const hash = await send({ nonce: 0, tip: 1n });
  const sent = await learned(hash);
  await rpc('anvil_dropTransaction', [hash]);
  await mine();
  expect((await lookAtTransaction(client, sent)).look.kind).toBe('waiting');
});

test('a transaction that nobody knows is left to itself in the end', async () => {
  const unknown = `0x${'77'.repeat(32)}` as const;
  expect(await waitForMined({ client, hash: unknown, patienceMs: 60, pollMs: 20 })).toBeNull();
});

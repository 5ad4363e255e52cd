import {
  bytesToHex,
  concatHex,
  createClient,
  encodeDeployData,
  encodeErrorResult,
  type Hex,
  http,
  parseAbi,
  toHex,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { sendTransaction, waitForTransactionReceipt, writeContract } from 'viem/actions';
import { foundry } from 'viem/chains';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Address } from '#lib/domain/address.ts';
import { type Asset, findAsset } from '#lib/domain/asset.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import { signableOrder } from '#lib/domain/signable-order.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { readArtifact } from '#scripts/deploy/read-artifact.ts';
import { type Anvil, startAnvil } from '#scripts/dev-chain/anvil.ts';
import { type ScriptedAnswer, scriptedContract } from '#scripts/testing/scripted-contract.ts';
import {
  principalOf,
  requestWith,
  SignedExchange,
  type Signer,
  type Trader,
  tokenAddress,
} from '#scripts/testing/signed-exchange.ts';
import { contractSignatures } from '#server/auth/index.ts';
import type { OrderEntry } from './order-entry.ts';

const abi = parseAbi([
  'constructor(address first, address second)',
  'function replaceSecond(address second)',
]);
const VALID: Hex = `0x1626ba7e${'00'.repeat(28)}`;
const CHECK = 'isValidSignature(bytes32,bytes)';

/** Of the test mnemonic, whose accounts every local chain funds. */
const DEPLOYER_KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
const deployer = privateKeyToAccount(DEPLOYER_KEY);

let anvil: Anvil;
let exchange: SignedExchange;
let entry: OrderEntry;
let second: Signer;
let wallet: Trader;
/** Somebody with a key of their own. */
let bystander: Trader;

beforeAll(async () => {
  anvil = await startAnvil();
});

afterAll(async () => {
  await anvil.stop();
});

beforeEach(async () => {
  exchange = await SignedExchange.begin();
  entry = entryOn(anvil.rpcUrl);
  bystander = await exchange.trader();
  second = await exchange.signer();
  wallet = await funded(await deployWallet(deployer.address, second.address));
});

afterEach(async () => {
  await exchange.close();
});

/** Order entry that asks the contracts of a chain, as the sidecar's does. */
function entryOn(rpcUrl: string): OrderEntry {
  const client = createClient({ transport: http(rpcUrl, { retryCount: 0 }) });
  return exchange.entryWith({ contractSignatures: contractSignatures({ client, maxWaiting: 32 }) });
}

function walletClient() {
  const transport = http(anvil.rpcUrl);
  return createClient({ account: deployer, chain: foundry, pollingInterval: 20, transport });
}

async function deployWallet(first: Address, other: Address): Promise<Address> {
  const client = walletClient();
  const bytecode = readArtifact('testing/contract-wallet');
  const data = encodeDeployData({ abi, bytecode, args: [first, other] });
  const hash = await sendTransaction(client, { data, chain: null });
  const { contractAddress } = await waitForTransactionReceipt(client, { hash });
  if (!contractAddress) throw new Error('the wallet was not created');
  return contractAddress.toLowerCase() as Address;
}

async function funded(address: Address): Promise<Trader> {
  const { port, state } = exchange;
  const account = state.accounts.count;
  await port.execute({ kind: 'open-account', account, address });
  for (const asset of [0, 1, 2, 3]) {
    const amount = 1_000_000_000_000;
    const sourceSeq = 1_000 * account + asset;
    await port.execute({ kind: 'deposit', account, asset, amount, source: 0, sourceSeq });
  }
  return { address, account, key: new Uint8Array(32) };
}

async function setCode(code: Hex): Promise<void> {
  const body = { jsonrpc: '2.0', id: 1, method: 'anvil_setCode', params: [wallet.address, code] };
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(anvil.rpcUrl, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  expect(await response.json()).not.toHaveProperty('error');
}

const longSignature = async (key: Hex, digest: Uint8Array) =>
  await privateKeyToAccount(key).sign({ hash: bytesToHex(digest) });

/** What both keys of the wallet say to 32 bytes. */
async function bothSign(digest: Uint8Array, other: Signer = second): Promise<Hex> {
  return concatHex([
    await longSignature(DEPLOYER_KEY, digest),
    await longSignature(bytesToHex(other.key), digest),
  ]);
}

let nonces = 0;

/** An order of the wallet, signed by whoever that says. */
async function signed(
  request: OrderRequest,
  sign: (digest: Uint8Array) => Promise<Hex> = bothSign,
): Promise<OrderRequest> {
  nonces += 1;
  const terms = {
    nonce: exchange.clock.now() + nonces,
    epoch: 0,
    expiry: exchange.seconds() + 3_600,
    maxFeePpm: 500,
  };
  const signing = { account: wallet.address, market: 1, by: terms };
  const digest = exchange.hasher().order(signableOrder(request, signing));
  return { ...request, signed: { ...terms, signature: await sign(digest) } };
}

const oneShot = requestWith({ timeInForce: 'IOC' });

async function place(request: OrderRequest, from: OrderEntry = entry) {
  return await from.place(principalOf(wallet, { kind: 'session' }), request);
}

/** The code and the reason with which an order is refused. */
async function refusal(placing: Promise<unknown>): Promise<unknown> {
  try {
    await placing;
  } catch (error) {
    if (error instanceof ProtocolError) return [error.code, error.facts?.reason];
    throw error;
  }
  return 'it was taken';
}

const REFUSED = ['auth/invalid-signature', 'refused-by-contract'];

describe('an order of a wallet that is a contract', () => {
  test('is taken when the contract says that it has signed it', async () => {
    const answer = await place(await signed(oneShot));
    expect(answer).toMatchObject({ outcome: 'placed', order: { priceTicks: 6_600_000 } });
    const { orderHash } = answer.outcome === 'placed' ? answer : { orderHash: null };
    expect(orderHash).toMatch(/^0x[0-9a-f]{64}$/);
  });

  test('is changed by another signature of the contract’s', async () => {
    const session = principalOf(wallet, { kind: 'session' });
    const { first } = await entry.reserveNonces(session, null);
    const resting = requestWith();
    const by = { nonce: first, epoch: 0, expiry: exchange.seconds() + 3_600, maxFeePpm: 500 };
    const account = wallet.address;
    const sign = async (request: OrderRequest, nonce: number) => {
      const terms = { ...by, nonce };
      const order = signableOrder(request, { account, market: 1, by: terms });
      return { ...terms, signature: await bothSign(exchange.hasher().order(order)) };
    };
    const placed = await place({ ...resting, signed: await sign(resting, first) });
    if (placed.outcome !== 'placed') throw new Error(placed.outcome);
    const changed = { ...resting, priceTicks: 6_610_000 };
    const { priceTicks } = await entry.modify(session, {
      order: { orderId: placed.order.orderId },
      priceTicks: 6_610_000,
      quantityLots: 0,
      triggerTicks: 0,
      signed: await sign(changed, first + 1),
    });
    expect(priceTicks).toBe(6_610_000);
  });

  test('is not taken by the word of one key, of others, or for other terms', async () => {
    const stranger = await exchange.signer();
    const half = async (digest: Uint8Array) => {
      const own = await longSignature(DEPLOYER_KEY, digest);
      return concatHex([own, own]);
    };
    const { signed: signature } = await signed(oneShot);
    const refused = [
      await signed(oneShot, half),
      await signed(oneShot, (digest) => bothSign(digest, stranger)),
      await signed(oneShot, async (digest) => `${await bothSign(digest)}00`),
      { ...oneShot, priceTicks: 6_590_000, signed: signature },
    ];
    for (const request of refused) expect(await refusal(place(request))).toEqual(REFUSED);
  });

  test('is judged by who owns the wallet now', async () => {
    const before = await signed(oneShot);
    const heir = await exchange.signer();
    const client = walletClient();
    const call = { abi, address: wallet.address, functionName: 'replaceSecond' } as const;
    const hash = await writeContract(client, { ...call, args: [heir.address], chain: null });
    await waitForTransactionReceipt(client, { hash });
    expect(await refusal(place(before))).toEqual(REFUSED);
    const after = await signed(oneShot, (digest) => bothSign(digest, heir));
    expect(await place(after)).toMatchObject({ outcome: 'placed' });
  });

  test('is not taken twice', async () => {
    const request = await signed(oneShot);
    await place(request);
    expect(await place(request)).toMatchObject({ outcome: 'rejected', code: 'auth/nonce-used' });
  });

  test('is not taken when the wallet’s code is gone', async () => {
    const request = await signed(oneShot);
    await setCode('0x');
    expect(await refusal(place(request))).toEqual(REFUSED);
  });

  test('can be placed by a trading key that the contract has approved', async () => {
    const agent = await exchange.signer();
    const approval = {
      account: wallet.address,
      agent: agent.address,
      expiry: exchange.seconds() + 3_600,
      markets: 2n ** 64n - 1n,
      maxNotional: 2n ** 128n - 1n,
      nonce: 1,
    };
    const digest = exchange.hasher().agentApproval(approval);
    await entry.approveAgent({ approval, signature: await bothSign(digest) });
    const apiKey = principalOf(wallet, { kind: 'api-key', agent });
    expect(await entry.place(apiKey, oneShot)).toMatchObject({ outcome: 'placed' });
  });
});

describe('a withdrawal of a contract wallet', () => {
  const usdt = findAsset('USDT') as Asset;

  /** A withdrawal to the wallet itself, signed by whoever that says. */
  async function withdrawal(sign: (digest: Uint8Array) => Promise<Hex>) {
    const terms = {
      account: wallet.address,
      to: wallet.address,
      nonce: exchange.clock.now(),
      expiry: exchange.seconds() + 3_600,
      epoch: 0,
    };
    const amount = 5_000_000;
    const what = { asset: tokenAddress(usdt.id), amount: BigInt(amount) };
    const signature = await sign(exchange.hasher().withdrawal({ ...terms, ...what }));
    return { ...terms, asset: usdt, amount, native: false, signature };
  }

  test('is taken with the signatures that its code asks for, and with no others', async () => {
    const { ledger } = exchange.state;
    const stranger = await exchange.signer();
    const forged = await withdrawal((digest) => bothSign(digest, stranger));
    expect(await refusal(entry.withdraw(forged))).toEqual(REFUSED);
    const agent = await exchange.signer();
    const keyed = await withdrawal((digest) => longSignature(bytesToHex(agent.key), digest));
    expect(await refusal(entry.withdraw(keyed))).toContain('auth/wrong-signer');
    const right = await withdrawal((digest) => bothSign(digest));
    expect(await entry.withdraw(right)).toMatchObject({ nonce: right.nonce });
    expect(ledger.available(wallet.account, usdt.id)).toBe(1_000_000_000_000 - 5_000_000);
    expect(await refusal(entry.withdraw(right))).toContain('ledger/withdrawal-duplicate');
  });
});

/** What `isValidSignature` gives back, when nothing is right about it. */
const answers: readonly (readonly [string, ScriptedAnswer])[] = [
  ['nothing', { kind: 'return', data: '0x' }],
  ['four bytes instead of a word', { kind: 'return', data: '0x1626ba7e' }],
  ['a word that begins as it should', { kind: 'return', data: `0x1626ba7e${'ff'.repeat(28)}` }],
  ['true', { kind: 'return', data: `0x${'00'.repeat(31)}01` }],
  ['32 KiB of nothing', { kind: 'return', data: `0x${'00'.repeat(32_768)}` }],
  ['an empty answer for all its gas', { kind: 'burn' }],
];

describe('a contract that is no wallet', () => {
  test.each(answers)('signs nothing when it answers %s', async (_, answer) => {
    const request = await signed(oneShot);
    await setCode(scriptedContract({ [CHECK]: answer }));
    expect(await refusal(place(request))).toEqual(REFUSED);
  });

  test('signs nothing when it reverts, whatever it says', async () => {
    const request = await signed(oneShot);
    const text = 'header not found: block not found, resource not found';
    const reason = encodeErrorResult({
      abi: parseAbi(['error Error(string)']),
      errorName: 'Error',
      args: [text],
    });
    const size = toHex((reason.length - 2) / 2, { size: 2 }).slice(2);
    // CODECOPY of what follows, and REVERT with it.
    const program: Hex = `0x61${size}600d5f3961${size}5ffd`;
    await setCode(concatHex([program, '0x00', reason]));
    expect(await refusal(place(request))).toEqual(REFUSED);
    await setCode('0xfe');
    expect(await refusal(place(request))).toEqual(REFUSED);
  });

  test('that says yes to everything signs for itself alone', async () => {
    const request = await signed(oneShot, async () => `0x${'07'.repeat(70)}`);
    await setCode(scriptedContract({ [CHECK]: { kind: 'return', data: VALID } }));
    expect(await place(request)).toMatchObject({ outcome: 'placed' });
    const others = entry.place(principalOf(bystander, { kind: 'session' }), request);
    expect(await refusal(others)).toEqual(REFUSED);
  });

  test('keeps nobody else waiting while it burns gas', async () => {
    await setCode(scriptedContract({ [CHECK]: { kind: 'burn' } }));
    const burning = Array.from({ length: 8 }, async () => refusal(place(await signed(oneShot))));
    const { address: account, key } = bystander;
    const own = await exchange.signed(oneShot, { account, key });
    const taken = await entry.place(principalOf(bystander, { kind: 'session' }), {
      ...oneShot,
      signed: own,
    });
    expect(taken).toMatchObject({ outcome: 'placed' });
    for (const answer of await Promise.all(burning)) expect(answer).toEqual(REFUSED);
  });
});

test('while the chain is away it is not known what a contract has signed, and that is said', async () => {
  const gone = await startAnvil();
  await gone.stop();
  const request = await signed(oneShot);
  expect(await refusal(place(request, entryOn(gone.rpcUrl)))).toEqual([
    'chain/unavailable',
    undefined,
  ]);
});

import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { privateKeyToAccount, privateKeyToAddress } from 'viem/accounts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyReceipt } from '#lib/chain/verify-receipt.ts';
import { networks } from '#lib/domain/network.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { keystoreText } from '#scripts/testing/keystore-text.ts';
import { type ScriptedRpc, startScriptedRpc } from '#scripts/testing/scripted-rpc.ts';
import { principalOf, requestWith, SignedExchange } from '#scripts/testing/signed-exchange.ts';
import { openCurve } from './auth/index.ts';
import { composeReceipts } from './compose-receipts.ts';
import { readServerConfig } from './config.ts';

const key = `0x${'17'.repeat(32)}` as const;
const storedKey = `0x${'19'.repeat(32)}` as const;
const nextKey = `0x${'1a'.repeat(32)}` as const;
const remoteKey = privateKeyToAccount(`0x${'18'.repeat(32)}`);
const KEEPER = '0x90F79bf6EB2c4f870365E785982E1f101E93b906';
const curve = openCurve();

let dataDir: string;
let exchange: SignedExchange;
let remote: ScriptedRpc;
let isLocked: boolean;
let faults: unknown[];

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'lux-receipts-'));
  const folder = join(dataDir, 'local-1337', 'journal');
  exchange = await SignedExchange.begin(curve, { folder, network: 'local-1337' });
  remote = await startScriptedRpc(async (method, [address, text]) => {
    if (isLocked) return { error: { code: -32_000, message: 'account is locked' } };
    if (method !== 'eth_signTypedData' || address !== remoteKey.address.toLowerCase())
      return { result: null };
    return { result: await remoteKey.signTypedData(JSON.parse(String(text))) };
  });
});

beforeEach(() => {
  isLocked = false;
  faults = [];
});

afterAll(async () => {
  await remote.stop();
  await exchange.close();
  rmSync(dataDir, { recursive: true });
});

async function composed(env: Readonly<Record<string, string>>) {
  return await composeReceipts({
    config: readServerConfig({ DATA_DIR: dataDir, ...env }),
    logger: { error: (facts: unknown) => faults.push(facts), warn: () => undefined },
    port: exchange.port,
    domain: () => exchange.domain,
    curve,
  });
}

type Composed = NonNullable<Awaited<ReturnType<typeof composed>>>;

async function made(env: Readonly<Record<string, string>>): Promise<Composed> {
  const receipts = await composed(env);
  if (receipts === null) throw new Error('nobody signs');
  return receipts;
}

/** Places an order, and asks for its receipt. */
async function receiptOf({ receipts }: Composed) {
  const trader = await exchange.trader();
  const agent = await exchange.agentOf(trader);
  const principal = principalOf(trader, { kind: 'api-key', agent });
  const answer = await exchange.entry.place(principal, requestWith());
  if (answer.outcome !== 'placed') throw new Error(JSON.stringify(answer));
  const { seq } = answer;
  const { orderId, priceTicks } = answer.order;
  const { account, address: owner } = trader;
  return await receipts.receipt({ orderId, seq, account, owner, priceTicks });
}

/** A key file as it lies on the disk, put in place as an operator replaces it. */
function keystore(of: `0x${string}`): Readonly<Record<string, string>> {
  const path = join(dataDir, 'key.json');
  const password = join(dataDir, 'password');
  writeFileSync(password, 'secret');
  writeFileSync(`${path}.next`, keystoreText(of, 'secret'));
  renameSync(`${path}.next`, path);
  return { OPERATOR_KEYSTORE: path, OPERATOR_KEYSTORE_PASSWORD_FILE: password };
}

function remoteSettings(): Readonly<Record<string, string>> {
  return { OPERATOR_SIGNER_URL: remote.url, OPERATOR_ADDRESS: remoteKey.address };
}

describe('receipts', () => {
  it.each([
    ['the keeper on the local network', () => ({}), KEEPER],
    ['the key that is set', () => ({ OPERATOR_PRIVATE_KEY: key }), privateKeyToAddress(key)],
    ['a key file', () => keystore(storedKey), privateKeyToAddress(storedKey)],
    ['a remote signer', remoteSettings, remoteKey.address],
    [
      'the remote signer before a key file and a key',
      () => ({ ...keystore(storedKey), ...remoteSettings(), OPERATOR_PRIVATE_KEY: key }),
      remoteKey.address,
    ],
  ])('are signed by %s, out of the journal of the network', async (_, settings, operator) => {
    const composition = await made(settings());
    const receipt = await receiptOf(composition);
    await composition.close();
    expect([receipt.operator, composition.operator()].map((each) => each.toLowerCase())).toEqual([
      operator.toLowerCase(),
      operator.toLowerCase(),
    ]);
    expect(await verifyReceipt(receipt)).toBeNull();
  });

  it('are signed by a key file that took the place of another, without a restart', async () => {
    const composition = await made(keystore(storedKey));
    keystore(nextKey);
    const receipt = await receiptOf(composition);
    await composition.close();
    expect(receipt.operator).toBe(privateKeyToAddress(nextKey));
    expect(composition.operator()).toBe(privateKeyToAddress(nextKey));
    expect(await verifyReceipt(receipt)).toBeNull();
  });

  it('are refused with a code while the remote signer does not sign, and given afterwards', async () => {
    const composition = await made(remoteSettings());
    isLocked = true;
    const refused = await receiptOf(composition).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ProtocolError);
    expect(refused).toMatchObject({ code: 'receipt/not-signable' });
    expect(faults).toHaveLength(1);
    isLocked = false;
    expect(await verifyReceipt(await receiptOf(composition))).toBeNull();
    await composition.close();
  });

  it('are not begun with a key file that cannot be opened', async () => {
    const settings = keystore(storedKey);
    writeFileSync(join(dataDir, 'password'), 'another');
    await expect(composed(settings)).rejects.toThrow(/password does not open/);
  });

  it('are not there on other networks without a key', async () => {
    const all = Object.values(networks).map(({ name }) => name);
    const there = await Promise.all(all.map(async (name) => await composed({ NETWORK: name })));
    expect(all.filter((_, index) => there[index] !== null)).toEqual(['local']);
    expect(await composed({ NETWORK: 'lux', OPERATOR_PRIVATE_KEY: key })).not.toBeNull();
    await Promise.all(there.map(async (each) => await each?.close()));
  });
});

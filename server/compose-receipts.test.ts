import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { privateKeyToAddress } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyReceipt } from '#lib/chain/verify-receipt.ts';
import { networks } from '#lib/domain/network.ts';
import { principalOf, requestWith, SignedExchange } from '#scripts/testing/signed-exchange.ts';
import { openCurve } from './auth/index.ts';
import { composeReceipts } from './compose-receipts.ts';
import { readServerConfig } from './config.ts';

const key = `0x${'17'.repeat(32)}` as const;
const KEEPER = '0x90F79bf6EB2c4f870365E785982E1f101E93b906';
const curve = openCurve();

let dataDir: string;
let exchange: SignedExchange;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'lux-receipts-'));
  const folder = join(dataDir, 'local-1337', 'journal');
  exchange = await SignedExchange.begin(curve, { folder, network: 'local-1337' });
});

afterAll(async () => {
  await exchange.close();
  rmSync(dataDir, { recursive: true });
});

function composed(env: Readonly<Record<string, string>>) {
  return composeReceipts({
    config: readServerConfig({ DATA_DIR: dataDir, ...env }),
    logger: { error: () => undefined },
    port: exchange.port,
    domain: () => exchange.domain,
    curve,
  });
}

describe('receipts', () => {
  it.each([
    ['the keeper on the local network', {}, KEEPER],
    ['the key that is set', { OPERATOR_PRIVATE_KEY: key }, privateKeyToAddress(key)],
  ])('are signed by %s, out of the journal of the network', async (_, env, operator) => {
    const made = composed(env);
    const trader = await exchange.trader();
    const agent = await exchange.agentOf(trader);
    const principal = principalOf(trader, { kind: 'api-key', agent });
    const answer = await exchange.entry.place(principal, requestWith());
    if (answer.outcome !== 'placed') throw new Error(JSON.stringify(answer));
    const { seq } = answer;
    const { orderId, priceTicks } = answer.order;
    const { account, address: owner } = trader;
    const receipt = await made?.receipts.receipt({ orderId, seq, account, owner, priceTicks });
    await made?.close();
    expect(receipt?.operator).toBe(operator);
    expect(receipt === undefined || (await verifyReceipt(receipt))).toBeNull();
  });

  it('are not there on other networks without a key', () => {
    const names = Object.values(networks).map(({ name }) => name);
    expect(names.filter((name) => composed({ NETWORK: name }) !== null)).toEqual(['local']);
    expect(composed({ NETWORK: 'lux', OPERATOR_PRIVATE_KEY: key })).not.toBeNull();
  });
});

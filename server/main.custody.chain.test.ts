import { createPublicClient, http, parseAbi } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { signWithdrawal } from '#lib/chain/order-signature.ts';
import { type DeployedChain, deployedChain } from '#scripts/testing/deployed-chain.ts';
import { depositFor } from '#scripts/testing/deposit-for.ts';
import { type SidecarProcess, spawnSidecar } from '#scripts/testing/sidecar-process.ts';

const PATIENCE = { timeout: 120_000, interval: 200 };
const TEST_MS = 240_000;

const abi = parseAbi(['function balanceOf(address) view returns (uint256)']);

let chain: DeployedChain;
let sidecar: SidecarProcess | null = null;

beforeAll(async () => {
  chain = await deployedChain({ anvil: { blockTimeSeconds: 1 } });
});

afterEach(async () => {
  await sidecar?.kill();
});

afterAll(async () => await chain.stop());

/** Somebody who asks over REST with the key of the account itself. */
function personAt(url: string) {
  const privateKey = generatePrivateKey();
  const { address } = privateKeyToAccount(privateKey);
  const headers = {
    authorization: `Bearer ${address}:${privateKey}`,
    'content-type': 'application/json',
  };
  const ask = async (path: string, body?: object) => {
    const posted = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    return await (await fetch(`${url}${path}`, { headers, ...posted })).json();
  };
  return { privateKey, address, ask };
}

it(
  'takes money in, settles what it buys, and pays it out again, all over the interface',
  async () => {
    const { rpcUrl, env } = chain;
    sidecar = await spawnSidecar({ RPC_URL: rpcUrl, DATA_DIR: env.dataDir });
    const { readyChecks, url } = sidecar;
    await expect.poll(readyChecks, PATIENCE).toEqual({ ready: true, failed: [] });
    const { address, privateKey, ask } = personAt(url);
    const order = { symbol: 'BTC-USDT', side: 'buy', type: 'market', size: 0.001 };
    expect(await ask('/v1/orders', order)).toMatchObject({ error: 'auth/invalid-credentials' });

    await depositFor(chain, { account: address });
    const deposits = async () => (await ask('/v1/deposits')).deposits;
    await expect.poll(async () => (await deposits()).length, PATIENCE).toBe(4);
    expect((await ask('/v1/deposits')).pending).toEqual([]);
    const [deposit] = await deposits();
    expect(deposit.tx_hash).toMatch(/^0x[0-9a-f]{64}$/u);

    await expect.poll(async () => (await ask('/v1/orders', order)).status, PATIENCE).toBe('filled');
    const fill = async () => (await ask('/v1/fills')).fills[0];
    await expect.poll(async () => (await fill()).settlement.status, PATIENCE).toBe('settled');
    const { settlement, trade_id: tradeId, order_id: orderId } = await fill();
    const batch = await ask(`/v1/settlements/${settlement.batch}`);
    expect(batch.settlement).toMatchObject({ status: 'settled', tx_hash: settlement.tx_hash });
    expect(batch.orders).toContain(orderId);
    expect(batch.trades.map(({ trade_id: id }: { trade_id: number }) => id)).toContain(tradeId);

    const { clearing_house: house } = await ask('/v1/network');
    const [usdt] = house.assets.filter(({ asset }: { asset: string }) => asset === 'USDT');
    const to = privateKeyToAccount(generatePrivateKey()).address;
    const nowMs = Date.now();
    const terms = { account: address, to, nonce: nowMs, epoch: 0 };
    const expiry = Math.floor(nowMs / 1_000) + 3_600;
    const signature = await signWithdrawal(
      { privateKey },
      {
        domain: { chainId: env.chainId, verifyingContract: house.address },
        withdrawal: { ...terms, asset: usdt.address, amount: 25_000_000n, expiry },
      },
    );
    const sent = { ...terms, asset: 'USDT', amount: '25', expires_at: expiry * 1_000, signature };
    expect(await ask('/v1/withdrawals', sent)).toMatchObject({ status: 'requested' });
    const withdrawal = async () => (await ask('/v1/withdrawals')).withdrawals[0];
    await expect.poll(async () => (await withdrawal()).status, PATIENCE).toBe('paid');
    expect(await withdrawal()).toMatchObject({ asset: 'USDT', amount: 25, to: to.toLowerCase() });
    expect((await withdrawal()).tx_hash).toMatch(/^0x[0-9a-f]{64}$/);
    const client = createPublicClient({ transport: http(rpcUrl) });
    const read = { address: usdt.address, abi, functionName: 'balanceOf', args: [to] } as const;
    expect(await client.readContract(read)).toBe(25_000_000n);

    const agrees = async () => (await ask('/v1/solvency')).agrees;
    await expect.poll(agrees, PATIENCE).toBe(true);
    expect(await ask('/v1/status')).toMatchObject({
      ready: true,
      settlement: { state: 'working', why: null },
      reconciliation: { agrees: true, differences: 0 },
    });
  },
  TEST_MS,
);

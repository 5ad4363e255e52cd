import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicDeployments } from '#contracts-abi/deployments.ts';
import { startAnvil } from '#scripts/dev-chain/anvil.ts';
import { type DeployedChain, deployedChain } from '#scripts/testing/deployed-chain.ts';
import { type RpcProxy, startRpcProxy } from '#scripts/testing/rpc-proxy.ts';
import { verifyDeployment } from './verify-deployment.ts';

let chain: DeployedChain;

beforeAll(async () => {
  chain = await deployedChain();
});

afterAll(async () => {
  await chain.stop();
});

describe('verifyDeployment', () => {
  it('finds everything of a fresh deployment, the reserved address included', async () => {
    const rows = await verifyDeployment(chain.deployment, chain.rpcUrl);
    const contracts = Object.keys(chain.deployment.contracts);
    expect(rows.map(({ name }) => name).sort()).toEqual(
      [...contracts, 'token LBTC', 'token LETH', 'token LUSD', 'token WLUX'].sort(),
    );
    expect(rows.filter(({ ok }) => !ok)).toEqual([]);
    const reserved = rows.find(({ name }) => name === 'clearingHouse');
    expect(reserved?.text).toBe('no code expected');
  });

  it('names the address at which there is no code', async () => {
    const empty = `0x${'77'.repeat(20)}` as const;
    const contracts = { ...chain.deployment.contracts, quoterV2: empty };
    const rows = await verifyDeployment({ ...chain.deployment, contracts }, chain.rpcUrl);
    expect(rows.filter(({ ok }) => !ok)).toEqual([
      { name: 'quoterV2', address: empty, ok: false, text: 'NO CODE' },
    ]);
  });

  it('names a token whose decimals are configured wrong', async () => {
    const tokens = chain.deployment.tokens.map((token) =>
      token.symbol === 'LUSD' ? { ...token, decimals: 18 } : token,
    );
    const rows = await verifyDeployment({ ...chain.deployment, tokens }, chain.rpcUrl);
    expect(rows.filter(({ ok }) => !ok).map(({ name, text }) => [name, text])).toEqual([
      ['token LUSD', 'HAS 6 DECIMALS, not 18'],
    ]);
  });

  it('names a token that is no token', async () => {
    const { swapRouter02 } = chain.deployment.contracts;
    if (swapRouter02 === undefined) throw new Error('no router');
    const tokens = chain.deployment.tokens.map((token) => ({ ...token, address: swapRouter02 }));
    const rows = await verifyDeployment({ ...chain.deployment, tokens }, chain.rpcUrl);
    expect(rows.filter(({ ok }) => !ok)).toHaveLength(tokens.length);
  });

  it('refuses a chain with another id', async () => {
    const { lux } = publicDeployments;
    if (lux === undefined) throw new Error('no addresses of the main network');
    await expect(verifyDeployment(lux, chain.rpcUrl)).rejects.toMatchObject({
      code: 'deploy/wrong-chain',
    });
  });

  it('refuses a chain that has begun anew', async () => {
    const genesisHash = `0x${'00'.repeat(32)}` as const;
    await expect(
      verifyDeployment({ ...chain.deployment, genesisHash }, chain.rpcUrl),
    ).rejects.toMatchObject({ code: 'deploy/chain-was-reset' });
  });

  it('finds nothing of the main network on its rehearsal', async () => {
    const { lux } = publicDeployments;
    if (lux === undefined) throw new Error('no addresses of the main network');
    const rehearsal = await startAnvil({ chainId: 96369 });
    try {
      const rows = await verifyDeployment(lux, rehearsal.rpcUrl);
      const present = rows.filter(({ ok }) => ok).map(({ name }) => name);
      expect(present).toEqual(['treasury']);
    } finally {
      await rehearsal.stop();
    }
  });
});

describe('verifyDeployment without an answer', () => {
  let proxy: RpcProxy;

  afterAll(async () => {
    await proxy.stop();
  });

  it('says that the chain does not answer, and which', async () => {
    proxy = await startRpcProxy(chain.rpcUrl, () => 'cut-before');
    await expect(verifyDeployment(chain.deployment, proxy.rpcUrl)).rejects.toMatchObject({
      code: 'deploy/rpc-unreachable',
      message: expect.stringContaining(new URL(proxy.rpcUrl).host),
    });
  });
});

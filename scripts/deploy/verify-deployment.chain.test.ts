import { createTestClient, encodeFunctionData, type Hex, http, publicActions } from 'viem';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { publicDeployments } from '#contracts-abi/deployments.ts';
import type { Address } from '#lib/domain/address.ts';
import type { ContractName } from '#lib/domain/network.ts';
import { startAnvil } from '#scripts/dev-chain/anvil.ts';
import { type DeployedChain, deployedChain } from '#scripts/testing/deployed-chain.ts';
import { type RpcProxy, startRpcProxy } from '#scripts/testing/rpc-proxy.ts';
import { localAccounts } from './local-accounts.ts';
import { verifyDeployment } from './verify-deployment.ts';

let chain: DeployedChain;

function contractOf(name: ContractName): Address {
  const address = chain.deployment.contracts[name];
  if (address === undefined) throw new Error(`${name} is not deployed`);
  return address;
}

function clientOf(rpcUrl: string) {
  return createTestClient({ mode: 'anvil', transport: http(rpcUrl) }).extend(publicActions);
}

beforeAll(async () => {
  chain = await deployedChain();
});

afterAll(async () => {
  await chain.stop();
});

const of = (rpcUrl: string) => ({ rpcUrl, accounts: localAccounts(chain.env) });

describe('verifyDeployment', () => {
  it('finds everything of a fresh deployment, the clearing house as this release has it', async () => {
    const rows = await verifyDeployment(chain.deployment, of(chain.rpcUrl));
    const contracts = Object.keys(chain.deployment.contracts);
    expect(rows.map(({ name }) => name).sort()).toEqual(
      [...contracts, 'token LBTC', 'token LETH', 'token LUSD', 'token WLUX'].sort(),
    );
    expect(rows.filter(({ ok }) => !ok)).toEqual([]);
    const textOf = (of: string) => rows.find(({ name }) => name === of)?.text;
    expect(textOf('clearingHouse')).toBe('has code, 4 assets, 3 markets');
    expect(textOf('timelock')).toBe('has code, delay 60 s');
  });

  it('names the address at which there is no code', async () => {
    const empty = `0x${'77'.repeat(20)}` as const;
    const contracts = { ...chain.deployment.contracts, quoterV2: empty };
    const rows = await verifyDeployment({ ...chain.deployment, contracts }, of(chain.rpcUrl));
    expect(rows.filter(({ ok }) => !ok)).toEqual([
      { name: 'quoterV2', address: empty, ok: false, text: 'NO CODE' },
    ]);
  });

  it('names a token whose decimals are configured wrong', async () => {
    const tokens = chain.deployment.tokens.map((token) =>
      token.symbol === 'LUSD' ? { ...token, decimals: 18 } : token,
    );
    const rows = await verifyDeployment({ ...chain.deployment, tokens }, of(chain.rpcUrl));
    expect(rows.filter(({ ok }) => !ok).map(({ name, text }) => [name, text])).toEqual([
      ['token LUSD', 'HAS 6 DECIMALS, not 18'],
    ]);
  });

  it('names a token that is no token', async () => {
    const { swapRouter02 } = chain.deployment.contracts;
    if (swapRouter02 === undefined) throw new Error('no router');
    const tokens = chain.deployment.tokens.map((token) => ({ ...token, address: swapRouter02 }));
    const rows = await verifyDeployment({ ...chain.deployment, tokens }, of(chain.rpcUrl));
    const wrong = rows.filter(({ ok, name }) => !ok && name.startsWith('token'));
    expect(wrong).toHaveLength(tokens.length);
    expect(rows).toContainEqual(
      expect.objectContaining({
        name: 'clearingHouse',
        text: 'DIFFERS: it cannot be created with the tokens that are configured',
      }),
    );
  });

  it('refuses a chain with another id', async () => {
    const { lux } = publicDeployments;
    if (lux === undefined) throw new Error('no addresses of the main network');
    await expect(verifyDeployment(lux, of(chain.rpcUrl))).rejects.toMatchObject({
      code: 'deploy/wrong-chain',
    });
  });

  it('refuses a chain that has begun anew', async () => {
    const genesisHash = `0x${'00'.repeat(32)}` as const;
    await expect(
      verifyDeployment({ ...chain.deployment, genesisHash }, of(chain.rpcUrl)),
    ).rejects.toMatchObject({ code: 'deploy/chain-was-reset' });
  });

  it('finds nothing of the main network on its rehearsal', async () => {
    const { lux } = publicDeployments;
    if (lux === undefined) throw new Error('no addresses of the main network');
    const rehearsal = await startAnvil({ chainId: 96369 });
    try {
      const rows = await verifyDeployment(lux, of(rehearsal.rpcUrl));
      const present = rows.filter(({ ok }) => ok).map(({ name }) => name);
      expect(present).toEqual(['treasury']);
    } finally {
      await rehearsal.stop();
    }
  });
});

describe('verifyDeployment of a clearing house', () => {
  const house = () => contractOf('clearingHouse');
  const timelock = () => contractOf('timelock');
  let client: ReturnType<typeof clientOf>;
  let snapshot: Hex;

  beforeEach(async () => {
    client = clientOf(chain.rpcUrl);
    snapshot = await client.snapshot();
  });

  afterEach(async () => {
    await client.revert({ id: snapshot });
  });

  /** What the owner could do: a call of the timelock's. */
  async function owned(data: Hex): Promise<void> {
    await client.setBalance({ address: timelock(), value: 10n ** 18n });
    await client.impersonateAccount({ address: timelock() });
    const hash = await client.sendUnsignedTransaction({ from: timelock(), to: house(), data });
    await client.waitForTransactionReceipt({ hash });
  }

  async function differing(): Promise<readonly string[]> {
    const rows = await verifyDeployment(chain.deployment, of(chain.rpcUrl));
    return rows.filter(({ ok }) => !ok).map(({ name, text }) => `${name} ${text}`);
  }

  const call = (parameters: Parameters<typeof encodeFunctionData<typeof clearingHouseAbi>>[0]) =>
    encodeFunctionData(parameters);
  const abi = clearingHouseAbi;
  const STRANGER = `0x${'66'.repeat(20)}` as const;

  it('names every role that somebody else has', async () => {
    const { keeper } = localAccounts(chain.env);
    await owned(call({ abi, functionName: 'setOperator', args: [keeper, false] }));
    await owned(call({ abi, functionName: 'setGuardian', args: [STRANGER] }));
    await owned(call({ abi, functionName: 'setFeeAccount', args: [STRANGER] }));
    expect(await differing()).toEqual([
      expect.stringContaining(`the guardian is ${STRANGER}`),
      expect.stringContaining(`the fee account is ${STRANGER}`),
      `clearingHouse DIFFERS: ${keeper} is no operator`,
    ]);
  });

  it('names a market that lib/domain does not have', async () => {
    const rules = { market: 9, baseAsset: 1, quoteAsset: 2, quantaPerTickLot: 1 };
    const fees = { maxMakerFeePpm: 1, maxTakerFeePpm: 1 };
    const listing = { ...rules, ...fees, unitsPerLot: 1n, minNotional: 1n };
    await owned(call({ abi, functionName: 'listMarket', args: [listing] }));
    expect(await differing()).toEqual([expect.stringContaining('market 9 is listed')]);
  });

  it('says what is stopped, which is nothing wrong', async () => {
    await owned(call({ abi, functionName: 'setMarketActive', args: [2n, false] }));
    const rows = await verifyDeployment(chain.deployment, of(chain.rpcUrl));
    expect(rows.find(({ name }) => name === 'clearingHouse')).toMatchObject({
      ok: true,
      text: 'has code, 4 assets, 3 markets; settlement of market 2 is stopped',
    });
  });

  it('names code that is not this release’s, down to one byte', async () => {
    const code = (await client.getCode({ address: house() })) ?? '0x';
    const middle = 2 + 2 * 3_000;
    const byte = code.slice(middle, middle + 2) === '00' ? '01' : '00';
    const bytecode: Hex = `0x${code.slice(2, middle)}${byte}${code.slice(middle + 2)}`;
    // In a place that no question to it comes by, or it is another contract altogether.
    await client.setCode({ address: house(), bytecode });
    expect(await differing()).toEqual([expect.stringMatching(/^clearingHouse (?:DIFFERS|IS)/)]);
  });

  it('names another contract in its place', async () => {
    const bytecode = await client.getCode({ address: contractOf('wlux') });
    await client.setCode({ address: house(), bytecode: bytecode ?? '0x' });
    await client.setCode({ address: timelock(), bytecode: bytecode ?? '0x' });
    expect(await differing()).toEqual([
      'clearingHouse IS ANOTHER CONTRACT',
      'timelock IS ANOTHER CONTRACT',
    ]);
  });
});

describe('verifyDeployment without an answer', () => {
  let proxy: RpcProxy;

  afterAll(async () => {
    await proxy.stop();
  });

  it('says that the chain does not answer, and which', async () => {
    proxy = await startRpcProxy(chain.rpcUrl, () => 'cut-before');
    await expect(verifyDeployment(chain.deployment, of(proxy.rpcUrl))).rejects.toMatchObject({
      code: 'deploy/rpc-unreachable',
      message: expect.stringContaining(new URL(proxy.rpcUrl).host),
    });
  });
});

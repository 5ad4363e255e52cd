import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createTestClient,
  createWalletClient,
  encodeFunctionData,
  http,
  parseEther,
  publicActions,
  zeroHash,
} from 'viem';
import { afterEach, describe, expect, it } from 'vitest';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { create3DeployerAbi } from '#contracts-abi/abis/create3-deployer.ts';
import { faucetAbi } from '#contracts-abi/abis/faucet.ts';
import { luxTokenAbi } from '#contracts-abi/abis/lux-token.ts';
import { timelockControllerAbi } from '#contracts-abi/abis/timelock-controller.ts';
import type { Deployment } from '#lib/domain/network.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import { type ExchangeEnv, readExchangeEnv } from '#lib/env/exchange-env.ts';
import { readDeployment } from '#lib/env/read-deployment.ts';
import { type AnvilOptions, startAnvil } from '#scripts/dev-chain/anvil.ts';
import { type RpcVerdict, startRpcProxy } from '#scripts/testing/rpc-proxy.ts';
import { LOCAL_TIMELOCK_SECONDS } from './clearing-house-step.ts';
import type { DeployErrorCode } from './deploy-error.ts';
import { type DeployExchange, deployExchange } from './deploy-exchange.ts';
import { CLEARING_HOUSE_SALT } from './exchange-contracts.ts';

const STEPS = 41;

const cleanups: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lux-deploy-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function envOf(rpcUrl: string, { chainId = 1337, dataDir = dataFolder() } = {}): ExchangeEnv {
  return readExchangeEnv({ RPC_URL: rpcUrl, DATA_DIR: dataDir, CHAIN_ID: `${chainId}` });
}

async function chain(options: AnvilOptions = {}): Promise<{ rpcUrl: string; env: ExchangeEnv }> {
  const anvil = await startAnvil(options);
  cleanups.push(anvil.stop);
  const { rpcUrl } = anvil;
  return { rpcUrl, env: envOf(rpcUrl, { chainId: options.chainId ?? 1337 }) };
}

async function proxied(rpcUrl: string, judge: (method: string) => RpcVerdict): Promise<string> {
  const proxy = await startRpcProxy(rpcUrl, judge);
  cleanups.push(proxy.stop);
  return proxy.rpcUrl;
}

function clientOf(rpcUrl: string) {
  return createTestClient({ mode: 'anvil', transport: http(rpcUrl) }).extend(publicActions);
}

/** Everything that a deployment could have changed. */
async function stateOf({ rpcUrl, env }: { rpcUrl: string; env: ExchangeEnv }) {
  const client = clientOf(rpcUrl);
  const { address } = developmentAccount(env, 'deployer');
  return {
    nonce: await client.getTransactionCount({ address }),
    head: (await client.getBlock()).hash,
    record: readFileSync(join(env.networkDir, 'deployment.json'), 'utf8'),
  };
}

async function refusal(options: DeployExchange): Promise<string> {
  const error: unknown = await deployExchange(options).then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function expectCode(code: DeployErrorCode) {
  return async (options: DeployExchange) => expect(await refusal(options)).toBe(code);
}

describe('deployExchange', () => {
  it('deploys and records; a second run sends nothing and changes nothing', async () => {
    const target = await chain();
    const deployment = await deployExchange({ env: target.env });
    const before = await stateOf(target);
    expect(before.nonce).toBe(STEPS);
    expect(readDeployment(target.env)).toEqual(deployment);

    const sent: string[] = [];
    const again = await deployExchange({ ...target, onProgress: ({ title }) => sent.push(title) });
    expect(again).toEqual(deployment);
    expect(sent).toEqual([]);
    expect(await stateOf(target)).toEqual(before);
  });

  it('gives the same addresses on every new chain', async () => {
    const first = await deployExchange({ env: (await chain()).env });
    const second = await deployExchange({ env: (await chain()).env });
    expect(second.contracts).toEqual(first.contracts);
    expect(second.tokens).toEqual(first.tokens);
  });

  it('creates the clearing house where CREATE3 has reserved its address, whatever its code is', async () => {
    const { rpcUrl, env } = await chain();
    const { contracts } = await deployExchange({ env });
    if (!contracts.create3Deployer || !contracts.clearingHouse) throw new Error('not recorded');
    const client = clientOf(rpcUrl);
    const reserved = await client.readContract({
      address: contracts.create3Deployer,
      abi: create3DeployerAbi,
      functionName: 'addressOf',
      args: [developmentAccount(env, 'deployer').address, CLEARING_HOUSE_SALT],
    });
    expect(contracts.clearingHouse).toBe(reserved);
    const assets = await client.readContract({
      address: reserved,
      abi: clearingHouseAbi,
      functionName: 'assetCount',
    });
    expect(assets).toBe(4n);
  });

  it('has nobody but the timelock change the clearing house, and not at once', async () => {
    const { rpcUrl, env } = await chain();
    const { contracts } = await deployExchange({ env });
    const { clearingHouse, timelock } = contracts;
    if (!clearingHouse || !timelock) throw new Error('not recorded');
    const client = clientOf(rpcUrl);
    const stopMarket = { abi: clearingHouseAbi, functionName: 'setMarketActive' } as const;
    const args = [1n, false] as const;
    const account = developmentAccount(env, 'deployer');
    await expect(
      client.simulateContract({ ...stopMarket, address: clearingHouse, args, account }),
    ).rejects.toThrow('OwnableUnauthorizedAccount');

    const call = [clearingHouse, 0n, encodeFunctionData({ ...stopMarket, args })] as const;
    const governed = { address: timelock, abi: timelockControllerAbi, account } as const;
    const wallet = createWalletClient({ transport: http(rpcUrl), account });
    const scheduled = await wallet.writeContract({
      ...governed,
      functionName: 'schedule',
      args: [...call, zeroHash, zeroHash, LOCAL_TIMELOCK_SECONDS],
      chain: null,
    });
    await client.waitForTransactionReceipt({ hash: scheduled });
    const execute = {
      ...governed,
      functionName: 'execute',
      args: [...call, zeroHash, zeroHash],
    } as const;
    await expect(client.simulateContract(execute)).rejects.toThrow(
      'TimelockUnexpectedOperationState',
    );
    await client.increaseTime({ seconds: Number(LOCAL_TIMELOCK_SECONDS) });
    await client.mine({ blocks: 1 });
    const executed = await wallet.writeContract({ ...execute, chain: null });
    await client.waitForTransactionReceipt({ hash: executed });
    const market = await client.readContract({
      address: clearingHouse,
      abi: clearingHouseAbi,
      functionName: 'marketAt',
      args: [1n],
    });
    expect(market.active).toBe(false);
  });

  it('lets the faucet alone mint, and gives the market maker its inventory', async () => {
    const { rpcUrl, env } = await chain();
    const { contracts, tokens } = await deployExchange({ env });
    const client = clientOf(rpcUrl);
    const accounts = [
      developmentAccount(env, 'deployer').address,
      developmentAccount(env, 'faucetOperator').address,
      developmentAccount(env, 'marketMaker').address,
    ];
    for (const { address, symbol } of tokens.filter(({ permit }) => permit)) {
      const token = { address, abi: luxTokenAbi } as const;
      const role = await client.readContract({ ...token, functionName: 'MINTER_ROLE' });
      const minters = await Promise.all(
        [contracts.faucet, ...accounts].map(async (account) =>
          account === undefined
            ? false
            : await client.readContract({
                ...token,
                functionName: 'hasRole',
                args: [role, account],
              }),
        ),
      );
      expect(minters, symbol).toEqual([true, false, false, false]);
      const args = [developmentAccount(env, 'marketMaker').address] as const;
      const inventory = await client.readContract({ ...token, functionName: 'balanceOf', args });
      expect(inventory, symbol).toBeGreaterThan(0n);
    }
  });

  it('lets the faucet operator give someone LUX and every token in one transaction', async () => {
    const { rpcUrl, env } = await chain();
    const { contracts, tokens } = await deployExchange({ env });
    if (contracts.faucet === undefined) throw new Error('no faucet');
    const client = clientOf(rpcUrl);
    const recipient = `0x${'a1'.repeat(20)}` as const;
    const { request } = await client.simulateContract({
      account: developmentAccount(env, 'faucetOperator'),
      address: contracts.faucet,
      abi: faucetAbi,
      functionName: 'drip',
      args: [recipient],
    });
    const wallet = createWalletClient({ transport: http(rpcUrl) });
    const hash = await wallet.writeContract({ ...request, chain: null });
    await client.waitForTransactionReceipt({ hash });
    expect(await client.getBalance({ address: recipient })).toBe(parseEther('1000'));
    const balances = await Promise.all(
      tokens.map(async ({ address, symbol }) => {
        const token = { address, abi: luxTokenAbi, functionName: 'balanceOf' } as const;
        return [symbol, await client.readContract({ ...token, args: [recipient] })];
      }),
    );
    expect(Object.fromEntries(balances)).toEqual({
      WLUX: 0n,
      LUSD: 25_000n * 10n ** 6n,
      LETH: 2n * 10n ** 18n,
      LBTC: 10n ** 7n,
    });
  });

  it('deploys on a chain that mines once a second', async () => {
    const target = await chain({ blockTimeSeconds: 1 });
    await deployExchange({ env: target.env });
    expect((await stateOf(target)).nonce).toBe(STEPS);
  });

  it('rehearses the main network on anvil, apart from the usual chain', async () => {
    const { env } = await chain({ chainId: 96369 });
    const deployment = await deployExchange({ env });
    expect(deployment).toMatchObject({ network: 'local', chainId: 96369 });
    expect(env.networkDir.endsWith('local-96369')).toBe(true);
  });
});

describe('an interrupted deployment', () => {
  it.each(['cut-before', 'cut-after'] as const)(
    'continues after every single transaction (%s the node has it)',
    async (verdict) => {
      const { rpcUrl, env } = await chain();
      const reference = await deployExchange({ env: (await chain()).env });
      let deployment: Deployment | null = null;
      let interruptions = 0;
      while (deployment === null) {
        // Each run gets one transaction through, and a second one when the cut comes after it.
        let sends = 0;
        const brokenUrl = await proxied(rpcUrl, (method) => {
          if (method === 'eth_sendRawTransaction') sends += 1;
          return sends > 1 ? verdict : 'pass';
        });
        deployment = await deployExchange({ env: { ...env, rpcUrl: brokenUrl } }).catch(() => null);
        if (deployment === null) {
          interruptions += 1;
          expect(readDeployment(env), 'nothing is recorded before all is done').toBeNull();
        }
        expect(interruptions).toBeLessThan(STEPS);
      }
      expect(interruptions).toBe(verdict === 'cut-before' ? STEPS - 1 : (STEPS - 1) / 2);
      expect((await stateOf({ rpcUrl, env })).nonce).toBe(STEPS);
      expect(deployment.contracts).toEqual(reference.contracts);
    },
  );

  it('waits for transactions that are still on their way, and sends none of them twice', async () => {
    const { rpcUrl, env } = await chain({ extraArguments: ['--no-mining'] });
    const client = clientOf(rpcUrl);
    let sends = 0;
    const brokenUrl = await proxied(rpcUrl, (method) => {
      if (method === 'eth_sendRawTransaction') sends += 1;
      return sends > 5 ? 'cut-before' : 'pass';
    });
    await expectCode('deploy/rpc-unreachable')({ env: { ...env, rpcUrl: brokenUrl } });
    expect(await client.getTxpoolStatus()).toMatchObject({ pending: 5 });

    let mining = true;
    const deployed = deployExchange({ env }).finally(() => {
      mining = false;
    });
    while (mining) await client.mine({ blocks: 1 });
    await deployed;
    expect((await stateOf({ rpcUrl, env })).nonce).toBe(STEPS);
  });

  it('continues when its process is killed', async () => {
    const { rpcUrl, env } = await chain();
    let sends = 0;
    const watchedUrl = await proxied(rpcUrl, (method) => {
      if (method === 'eth_sendRawTransaction') sends += 1;
      if (sends < 20) return 'pass';
      child.kill('SIGKILL');
      return 'cut-after';
    });
    const child = spawn(process.execPath, ['scripts/deploy/main.ts'], {
      env: {
        ...process.env,
        NETWORK: '',
        CHAIN_ID: '',
        CONFIG_FILE: '',
        RPC_URL: watchedUrl,
        DATA_DIR: env.dataDir,
      },
      stdio: 'ignore',
    });
    await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    expect(readDeployment(env)).toBeNull();

    await deployExchange({ env });
    expect((await stateOf({ rpcUrl, env })).nonce).toBe(STEPS);
  });

  it('is repaired when the chain has lost blocks, under the same record', async () => {
    const target = await chain();
    const client = clientOf(target.rpcUrl);
    const snapshot = await client.snapshot();
    await deployExchange({ env: target.env });
    const { record } = await stateOf(target);
    await client.revert({ id: snapshot });

    await deployExchange({ env: target.env });
    expect(await stateOf(target)).toMatchObject({ nonce: STEPS, record });
  });
});

describe('deployExchange refuses', () => {
  it.each(['lux', 'lux-testnet', 'zoo'])('the network %s', async (network) => {
    const { rpcUrl } = await chain();
    const env = readExchangeEnv({ NETWORK: network, RPC_URL: rpcUrl, DATA_DIR: dataFolder() });
    await expectCode('deploy/network-refused')({ env });
  });

  it('a chain on another machine', async () => {
    await expectCode('deploy/network-refused')({ env: envOf('http://192.0.2.1:8545') });
  });

  it('a chain with another id', async () => {
    const { rpcUrl } = await chain();
    await expectCode('deploy/wrong-chain')({ env: envOf(rpcUrl, { chainId: 96369 }) });
  });

  it('a real node of a public network on loopback', async () => {
    const { rpcUrl } = await chain({ chainId: 96369 });
    const nodeUrl = await proxied(rpcUrl, (method) =>
      method === 'web3_clientVersion' ? { answer: 'v0.15.0' } : 'pass',
    );
    await expectCode('deploy/not-a-rehearsal')({ env: envOf(nodeUrl, { chainId: 96369 }) });
  });

  it('a chain without transient storage', async () => {
    const { env } = await chain({ hardfork: 'shanghai' });
    await expectCode('deploy/transient-storage-missing')({ env });
  });

  it('a chain without the deployment proxy', async () => {
    const { env } = await chain({ extraArguments: ['--disable-default-create2-deployer'] });
    await expectCode('deploy/proxy-missing')({ env });
  });

  it('a deployer without the funds, before it sends anything', async () => {
    const { rpcUrl, env } = await chain({ genesisBalanceLux: 1_000 });
    await expectCode('deploy/insufficient-funds')({ env });
    expect(await clientOf(rpcUrl).getBlockNumber()).toBe(0n);
  });

  it('an RPC that does not answer', async () => {
    const { rpcUrl } = await chain();
    const deadUrl = await proxied(rpcUrl, () => 'cut-before');
    await expectCode('deploy/rpc-unreachable')({ env: envOf(deadUrl) });
  });

  it('a chain that has begun anew, unless told to deploy over the record', async () => {
    const old = await chain({ genesisTimestamp: 1_800_000_000 });
    await deployExchange({ env: old.env });
    const { rpcUrl } = await chain({ genesisTimestamp: 1_800_000_001 });
    const env = { ...old.env, rpcUrl };
    await expectCode('deploy/chain-was-reset')({ env });

    const deployment = await deployExchange({ env, redeploy: true });
    expect(readDeployment(env)).toEqual(deployment);
  });

  it('initial prices that are no prices', async () => {
    const { env } = await chain();
    const initialPrices = { 'BTC-USDT': 6_700_000, 'ETH-USDT': 0, 'LUX-USDT': 120_000 };
    await expect(deployExchange({ env, initialPrices })).rejects.toThrow(/ETH-USDT/);
  });
});

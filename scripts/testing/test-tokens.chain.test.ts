import { createPublicClient, http, parseAbi } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { erc20Abi } from '#contracts-abi/abis/erc20.ts';
import { uniswapV2FactoryAbi } from '#contracts-abi/abis/uniswap-v2-factory.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import { type DeployedChain, deployedChain } from './deployed-chain.ts';
import { deployTestToken, type TestTokenKind } from './test-tokens.ts';

let chain: DeployedChain;

beforeAll(async () => {
  chain = await deployedChain();
});

afterAll(async () => {
  await chain.stop();
});

function clientOf({ rpcUrl }: DeployedChain) {
  return createPublicClient({ transport: http(rpcUrl) });
}

async function metadataOf(kind: TestTokenKind) {
  const { address } = await deployTestToken({ chain, kind });
  const token = { address, abi: erc20Abi } as const;
  const client = clientOf(chain);
  return {
    name: client.readContract({ ...token, functionName: 'name' }),
    symbol: client.readContract({ ...token, functionName: 'symbol' }),
    decimals: client.readContract({ ...token, functionName: 'decimals' }),
  };
}

describe('deployTestToken', () => {
  it.each(['plain', 'no-return', 'bytes32', 'reverting-metadata', 'no-decimals'] as const)(
    'gives the holder 100,000 of the %s token',
    async (kind) => {
      const { address, decimals } = await deployTestToken({ chain, kind });
      const holder = developmentAccount(chain.env, 5).address;
      const balance = await clientOf(chain).readContract({
        address,
        abi: erc20Abi,
        functionName: 'balanceOf',
        args: [holder],
      });
      expect(balance).toBe(100_000n * 10n ** BigInt(decimals));
    },
  );

  it('lets less arrive than was sent of the fee-on-transfer token', async () => {
    const holder = developmentAccount(chain.env, 6).address;
    const { address } = await deployTestToken({ chain, kind: 'fee-on-transfer', holder });
    const args = [holder] as const;
    const balance = await clientOf(chain).readContract({
      address,
      abi: erc20Abi,
      functionName: 'balanceOf',
      args,
    });
    expect(balance).toBe(99_000n * 10n ** 18n);
  });

  it('makes tokens whose metadata is hostile', async () => {
    expect(await (await metadataOf('long-metadata')).name).toHaveLength(6_000);
    expect(await (await metadataOf('html')).symbol).toContain('<script>');
    expect(await (await metadataOf('right-to-left')).symbol).toMatch(/^\u202e/);
    expect(await (await metadataOf('symbol-collision')).symbol).toBe('LUSD');
    expect(await (await metadataOf('many-decimals')).decimals).toBe(36);
    expect(await (await metadataOf('metadata-bomb')).name).toHaveLength(1_000_000);
  });

  it('makes tokens whose metadata cannot be read as text', async () => {
    const ancient = await Promise.allSettled(Object.values(await metadataOf('bytes32')));
    expect(ancient.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    const silent = await Promise.allSettled(Object.values(await metadataOf('reverting-metadata')));
    expect(silent.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  });

  it.each(['plain', 'fee-on-transfer', 'no-return', 'bytes32'] as const)(
    'gives the %s token a pool against LUSD when asked',
    async (kind) => {
      const client = clientOf(chain);
      const { address } = await deployTestToken({ chain, kind, pool: true });
      const { contracts, tokens } = chain.deployment;
      const lusd = tokens.find(({ symbol }) => symbol === 'LUSD');
      if (contracts.v2Factory === undefined || lusd === undefined) throw new Error('no exchange');
      const pair = await client.readContract({
        address: contracts.v2Factory,
        abi: uniswapV2FactoryAbi,
        functionName: 'getPair',
        args: [address, lusd.address],
      });
      const reserves = await client.readContract({
        address: pair,
        abi: parseAbi(['function getReserves() view returns (uint112, uint112, uint32)']),
        functionName: 'getReserves',
      });
      expect(reserves[0]).toBeGreaterThan(0n);
      expect(reserves[1]).toBeGreaterThan(0n);
    },
  );
});

import { createPublicClient, http, parseUnits } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { erc20Abi } from '#contracts-abi/abis/erc20.ts';
import { nonfungiblePositionManagerAbi } from '#contracts-abi/abis/nonfungible-position-manager.ts';
import { quoterV2Abi } from '#contracts-abi/abis/quoter-v2.ts';
import { uniswapV2FactoryAbi } from '#contracts-abi/abis/uniswap-v2-factory.ts';
import { uniswapV2PairAbi } from '#contracts-abi/abis/uniswap-v2-pair.ts';
import { uniswapV2Router02Abi } from '#contracts-abi/abis/uniswap-v2-router02.ts';
import { uniswapV3FactoryAbi } from '#contracts-abi/abis/uniswap-v3-factory.ts';
import { uniswapV3PoolAbi } from '#contracts-abi/abis/uniswap-v3-pool.ts';
import type { Address } from '#lib/domain/address.ts';
import { sqrtRatioAtTick } from '#lib/domain/amm/tick-ratio.ts';
import type { Token } from '#lib/domain/currency.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import { type DeployedChain, deployedChain } from '#scripts/testing/deployed-chain.ts';
import { V2_POOLS, V3_POOLS } from './exchange-pools.ts';

/** Unusual on purpose: 91,234.57, 2,718.28 and 6.0221 dollars. */
const initialPrices = { 'BTC-USDT': 9_123_457, 'ETH-USDT': 271_828, 'LUX-USDT': 60_221 };

/** The same in base units of LUSD for one whole token, by the names that pools are listed with. */
const LUSD_PRICES = {
  wlux: 6_022_100n,
  lusd: 1_000_000n,
  leth: 2_718_280_000n,
  lbtc: 91_234_570_000n,
};

type TokenKey = keyof typeof LUSD_PRICES;

const MILLION_LUSD = 10n ** 12n;

let chain: DeployedChain;

beforeAll(async () => {
  chain = await deployedChain({ initialPrices });
});

afterAll(async () => {
  await chain.stop();
});

function clientOf() {
  return createPublicClient({ transport: http(chain.rpcUrl, { batch: true }) });
}

function contract(name: 'v2Factory' | 'v2Router' | 'v3Factory' | 'v3PositionManager' | 'quoterV2') {
  const address = chain.deployment.contracts[name];
  if (address === undefined) throw new Error(`${name} is not deployed`);
  return address;
}

function tokenOf(key: TokenKey): Token {
  const token = chain.deployment.tokens.find(({ symbol }) => symbol.toLowerCase() === key);
  if (token === undefined) throw new Error(`${key} is not deployed`);
  return token;
}

async function pairOf(a: TokenKey, b: TokenKey): Promise<Address> {
  return await clientOf().readContract({
    address: contract('v2Factory'),
    abi: uniswapV2FactoryAbi,
    functionName: 'getPair',
    args: [tokenOf(a).address, tokenOf(b).address],
  });
}

async function poolOf(a: TokenKey, b: TokenKey, fee: number): Promise<Address> {
  return await clientOf().readContract({
    address: contract('v3Factory'),
    abi: uniswapV3FactoryAbi,
    functionName: 'getPool',
    args: [tokenOf(a).address, tokenOf(b).address, fee],
  });
}

/** What the holder's balance of a token is worth in base units of LUSD. */
async function worthHeldBy(holder: Address, key: TokenKey): Promise<bigint> {
  const token = tokenOf(key);
  const balance = await clientOf().readContract({
    address: token.address,
    abi: erc20Abi,
    functionName: 'balanceOf',
    args: [holder],
  });
  return (balance * LUSD_PRICES[key]) / 10n ** BigInt(token.decimals);
}

describe('V2 pools', () => {
  it.each(V2_POOLS)(
    '$pair.0/$pair.1 begins at the market price with both sides full',
    async (design) => {
      const pair = await pairOf(...design.pair);
      const worth = await Promise.all(design.pair.map((key) => worthHeldBy(pair, key)));
      for (const side of worth) {
        // One base unit of the rougher token may be lost: of LBTC that is a tenth of a cent.
        expect(side).toBeGreaterThan(design.sideMillions * MILLION_LUSD - 1_000n);
        expect(side).toBeLessThanOrEqual(design.sideMillions * MILLION_LUSD);
      }
    },
  );

  it('have their liquidity with the deployer', async () => {
    const client = clientOf();
    const owner = developmentAccount(chain.env, 'deployer').address;
    for (const { pair } of V2_POOLS) {
      const pool = { address: await pairOf(...pair), abi: uniswapV2PairAbi } as const;
      const supply = await client.readContract({ ...pool, functionName: 'totalSupply' });
      const owned = await client.readContract({
        ...pool,
        functionName: 'balanceOf',
        args: [owner],
      });
      // V2 locks the first thousand units of every pool for ever.
      expect(owned).toBe(supply - 1_000n);
    }
  });
});

describe('V3 pools', () => {
  it.each(V3_POOLS)(
    '$pair.0/$pair.1 at $fee ppm begins within a tick of the market price',
    async (design) => {
      const { fee, pair } = design;
      const address = await poolOf(...pair, fee);
      const [sqrtPrice, tick] = await clientOf().readContract({
        address,
        abi: uniswapV3PoolAbi,
        functionName: 'slot0',
      });
      const [first, second] = pair;
      const inOrder = BigInt(tokenOf(first).address) < BigInt(tokenOf(second).address);
      const [key0, key1]: readonly TokenKey[] = inOrder ? [first, second] : [second, first];
      if (key0 === undefined || key1 === undefined) throw new Error('a pool has two tokens');
      // price = amount1 / amount0 for equal worth, compared in Q192 without a division.
      const amount0 = LUSD_PRICES[key1] * 10n ** BigInt(tokenOf(key0).decimals);
      const amount1 = LUSD_PRICES[key0] * 10n ** BigInt(tokenOf(key1).decimals);
      const market = amount1 << 192n;
      expect(sqrtPrice ** 2n * amount0).toBeLessThanOrEqual(market);
      expect((sqrtPrice + 1n) ** 2n * amount0).toBeGreaterThan(market - amount0);
      expect(sqrtRatioAtTick(tick) ** 2n * amount0).toBeLessThanOrEqual(market);
      expect(sqrtRatioAtTick(tick + 1) ** 2n * amount0).toBeGreaterThan(market);
    },
  );

  it.each(V3_POOLS)('$pair.0/$pair.1 at $fee ppm has both sides nearly full', async (design) => {
    const address = await poolOf(...design.pair, design.fee);
    const target = design.sideMillions * MILLION_LUSD;
    for (const key of design.pair) {
      const side = await worthHeldBy(address, key);
      // Ranges are symmetric up to a tick spacing, so one side falls a little short.
      expect(side).toBeGreaterThan((target * 75n) / 100n);
      expect(side).toBeLessThanOrEqual(target);
    }
  });

  it('have three positions each, with the deployer', async () => {
    const owned = await clientOf().readContract({
      address: contract('v3PositionManager'),
      abi: nonfungiblePositionManagerAbi,
      functionName: 'balanceOf',
      args: [developmentAccount(chain.env, 'deployer').address],
    });
    expect(owned).toBe(BigInt(V3_POOLS.length * 3));
  });

  it('leave no LUX in the position manager', async () => {
    expect(await clientOf().getBalance({ address: contract('v3PositionManager') })).toBe(0n);
  });
});

describe('routes over the pools', () => {
  type Purchase = { readonly buy: 'leth' | 'wlux'; readonly lusd: bigint };

  async function v3Output({ buy, lusd }: Purchase, fee: number): Promise<bigint> {
    const { result } = await clientOf().simulateContract({
      address: contract('quoterV2'),
      abi: quoterV2Abi,
      functionName: 'quoteExactInputSingle',
      args: [
        {
          tokenIn: tokenOf('lusd').address,
          tokenOut: tokenOf(buy).address,
          amountIn: lusd,
          fee,
          sqrtPriceLimitX96: 0n,
        },
      ],
    });
    return result[0];
  }

  async function v2Output({ buy, lusd }: Purchase): Promise<bigint> {
    const amounts = await clientOf().readContract({
      address: contract('v2Router'),
      abi: uniswapV2Router02Abi,
      functionName: 'getAmountsOut',
      args: [lusd, [tokenOf('lusd').address, tokenOf(buy).address]],
    });
    return amounts.at(-1) ?? 0n;
  }

  it('differ in every pool, and the lowest fee is best for a small trade', async () => {
    const small = { buy: 'leth', lusd: parseUnits('1000', 6) } as const;
    const [low = 0n, high = 0n, v2 = 0n] = await Promise.all([
      v3Output(small, 500),
      v3Output(small, 3000),
      v2Output(small),
    ]);
    expect(low).toBeGreaterThan(high);
    expect(high).toBeGreaterThan(v2);
  });

  it('pay for a split between V2 and V3 where fees are equal', async () => {
    const lusd = parseUnits('25000', 6);
    const whole = await v3Output({ buy: 'wlux', lusd }, 3000);
    const part = lusd / 10n;
    const parts = await Promise.all([
      v3Output({ buy: 'wlux', lusd: lusd - part }, 3000),
      v2Output({ buy: 'wlux', lusd: part }),
    ]);
    expect(parts.reduce((sum, output) => sum + output)).toBeGreaterThan(whole);
    expect(whole).toBeGreaterThan(await v2Output({ buy: 'wlux', lusd }));
  });

  it('pay for a split over all fees when the trade is large', async () => {
    const lusd = parseUnits('1000000', 6);
    const whole = await v3Output({ buy: 'leth', lusd }, 500);
    const parts = await Promise.all([
      v3Output({ buy: 'leth', lusd: (lusd * 62n) / 100n }, 500),
      v3Output({ buy: 'leth', lusd: (lusd * 30n) / 100n }, 3000),
      v2Output({ buy: 'leth', lusd: (lusd * 8n) / 100n }),
    ]);
    expect(parts.reduce((sum, output) => sum + output)).toBeGreaterThan(whole);
  });
});

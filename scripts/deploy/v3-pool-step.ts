import {
  encodeAbiParameters,
  encodeFunctionData,
  getCreate2Address,
  type Hex,
  keccak256,
  maxUint256,
} from 'viem';
import { nonfungiblePositionManagerAbi } from '#contracts-abi/abis/nonfungible-position-manager.ts';
import { uniswapV3PoolAbi } from '#contracts-abi/abis/uniswap-v3-pool.ts';
import { type Address, sameAddress } from '#lib/domain/address.ts';
import { tickAtSqrtRatio } from '#lib/domain/amm/tick-ratio.ts';
import { type DeployStep, hasCode } from './deploy-step.ts';
import { amountWorth, inPoolOrder, type PricedToken, sqrtPriceX96 } from './pool-prices.ts';

const GAS = 7_000_000n;

/** Hash of the pool's creation code, as the periphery has it baked in. */
export const V3_INIT_CODE_HASH =
  '0xe34f199b19b2b4f47f68442619d555527d244f78a3297ea89325f843f87b8b54';

/** Fee tiers in parts per million, and the spacing of their ticks. */
const V3_TICK_SPACING = { 500: 10, 3000: 60, 10000: 200 } as const;

export type V3Fee = keyof typeof V3_TICK_SPACING;

/**
 * How a pool's liquidity is spread around the market's price. A tick is about 0.01 %: a quarter of
 * the value lies within 2 %, a third within 20 %, and the rest reaches from a quarter of the price
 * to four times it, so that small trades are cheap and none finds the pool empty.
 */
const RANGES = [
  { halfWidthTicks: 13_863, percent: 40n },
  { halfWidthTicks: 1_823, percent: 35n },
  { halfWidthTicks: 198, percent: 25n },
] as const;

export type V3PoolContext = {
  readonly factory: Address;
  readonly positionManager: Address;
  readonly wlux: Address;
  /** Who provides and owns the liquidity. */
  readonly provider: Address;
};

/**
 * Creates a V3 pool at the market's price and mints its positions, each side worth at most
 * `sideValue` base units of LUSD, in one transaction: so a pool that has a price has its liquidity.
 * Wrapped LUX is provided as native LUX; what is left over returns.
 */
export function v3PoolStep(
  context: V3PoolContext,
  {
    tokens,
    fee,
    sideValue,
  }: {
    readonly tokens: readonly [PricedToken, PricedToken];
    readonly fee: V3Fee;
    readonly sideValue: bigint;
  },
): DeployStep {
  const [token0, token1] = inPoolOrder(...tokens);
  const sqrtPrice = sqrtPriceX96(token0, token1);
  const native = [token0, token1].find(({ token }) => sameAddress(token.address, context.wlux));
  const key = [token0.token.address, token1.token.address, fee] as const;
  const pool = v3PoolAddress(context.factory, key);
  const create = encodeFunctionData({
    abi: nonfungiblePositionManagerAbi,
    functionName: 'createAndInitializePoolIfNecessary',
    args: [...key, sqrtPrice],
  });
  const tick = tickAtSqrtRatio(sqrtPrice);
  const mints = RANGES.map(({ halfWidthTicks, percent }) => {
    const value = (sideValue * percent) / 100n;
    const amounts = [amountWorth(token0, value), amountWorth(token1, value)] as const;
    const ticks = tickRange({ tick, halfWidthTicks, spacing: V3_TICK_SPACING[fee] });
    return mintCall({ key, ticks, amounts, recipient: context.provider });
  });
  const refund = encodeFunctionData({
    abi: nonfungiblePositionManagerAbi,
    functionName: 'refundETH',
  });
  return {
    title: `create pool V3 ${tokens.map(({ token }) => token.symbol).join('/')} ${fee / 10_000} %`,
    to: context.positionManager,
    data: encodeFunctionData({
      abi: nonfungiblePositionManagerAbi,
      functionName: 'multicall',
      args: [[create, ...mints, ...(native === undefined ? [] : [refund])]],
    }),
    value: native === undefined ? 0n : amountWorth(native, sideValue),
    gas: GAS,
    isDone: async (client) => {
      if (!(await hasCode(client, pool))) return false;
      const contract = { address: pool, abi: uniswapV3PoolAbi } as const;
      const [price] = await client.readContract({ ...contract, functionName: 'slot0' });
      return price !== 0n;
    },
  };
}

/** The usable ticks around a tick: at least `halfWidthTicks` away on either side. */
export function tickRange({
  tick,
  halfWidthTicks,
  spacing,
}: {
  readonly tick: number;
  readonly halfWidthTicks: number;
  readonly spacing: number;
}): readonly [number, number] {
  return [
    Math.floor((tick - halfWidthTicks) / spacing) * spacing,
    Math.ceil((tick + halfWidthTicks) / spacing) * spacing,
  ];
}

type PoolKey = readonly [token0: Address, token1: Address, fee: number];

/** The address of the pool of two tokens, in the pool's order, and a fee. */
function v3PoolAddress(factory: Address, key: PoolKey): Address {
  const types = [{ type: 'address' }, { type: 'address' }, { type: 'uint24' }] as const;
  const salt = keccak256(encodeAbiParameters(types, key));
  return getCreate2Address({ from: factory, salt, bytecodeHash: V3_INIT_CODE_HASH });
}

function mintCall({
  key: [token0, token1, fee],
  ticks: [tickLower, tickUpper],
  amounts: [amount0Desired, amount1Desired],
  recipient,
}: {
  readonly key: PoolKey;
  readonly ticks: readonly [number, number];
  readonly amounts: readonly [bigint, bigint];
  readonly recipient: Address;
}): Hex {
  return encodeFunctionData({
    abi: nonfungiblePositionManagerAbi,
    functionName: 'mint',
    args: [
      {
        token0,
        token1,
        fee,
        tickLower,
        tickUpper,
        amount0Desired,
        amount1Desired,
        // The price was set in the same transaction, so no amount can slip.
        amount0Min: 0n,
        amount1Min: 0n,
        recipient,
        deadline: maxUint256,
      },
    ],
  });
}

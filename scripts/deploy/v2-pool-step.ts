import {
  encodeFunctionData,
  encodePacked,
  getCreate2Address,
  type Hex,
  keccak256,
  maxUint256,
} from 'viem';
import { uniswapV2PairAbi } from '#contracts-abi/abis/uniswap-v2-pair.ts';
import { uniswapV2Router02Abi } from '#contracts-abi/abis/uniswap-v2-router02.ts';
import { type Address, sameAddress } from '#lib/domain/address.ts';
import { type DeployStep, hasCode } from './deploy-step.ts';
import { amountWorth, inPoolOrder, type PricedToken } from './pool-prices.ts';

const GAS = 3_200_000n;

/** Hash of the pair's creation code, as the routers have it baked in. */
export const V2_INIT_CODE_HASH =
  '0x96e8ac4277198ff8b6f785478aa9a39f403cb768dd02cbee326c3e7da348845f';

export type V2PoolContext = {
  readonly factory: Address;
  readonly router: Address;
  readonly wlux: Address;
  /** Who provides and owns the liquidity. */
  readonly provider: Address;
};

/**
 * Creates a V2 pair and fills each side with what is worth `sideValue` base units of LUSD, in one
 * transaction. Wrapped LUX, which must come first, is provided as native LUX.
 */
export function v2PoolStep(
  context: V2PoolContext,
  {
    tokens,
    sideValue,
  }: { readonly tokens: readonly [PricedToken, PricedToken]; readonly sideValue: bigint },
): DeployStep {
  const [first, second] = tokens;
  const pair = v2PairAddress(context.factory, tokens);
  const native = sameAddress(first.token.address, context.wlux);
  const amounts = [amountWorth(first, sideValue), amountWorth(second, sideValue)] as const;
  return {
    title: `create pool V2 ${first.token.symbol}/${second.token.symbol}`,
    to: context.router,
    data: liquidityCall({ tokens, amounts, native, provider: context.provider }),
    value: native ? amounts[0] : 0n,
    gas: GAS,
    isDone: async (client) => {
      if (!(await hasCode(client, pair))) return false;
      const contract = { address: pair, abi: uniswapV2PairAbi } as const;
      return (await client.readContract({ ...contract, functionName: 'totalSupply' })) > 0n;
    },
  };
}

/** The pair is new and takes the amounts as they are: so they are the minima too. */
function liquidityCall({
  tokens: [first, second],
  amounts: [firstAmount, secondAmount],
  native,
  provider,
}: {
  readonly tokens: readonly [PricedToken, PricedToken];
  readonly amounts: readonly [bigint, bigint];
  readonly native: boolean;
  readonly provider: Address;
}): Hex {
  const last = [provider, maxUint256] as const;
  if (native) {
    return encodeFunctionData({
      abi: uniswapV2Router02Abi,
      functionName: 'addLiquidityETH',
      args: [second.token.address, secondAmount, secondAmount, firstAmount, ...last],
    });
  }
  const amounts = [firstAmount, secondAmount] as const;
  return encodeFunctionData({
    abi: uniswapV2Router02Abi,
    functionName: 'addLiquidity',
    args: [first.token.address, second.token.address, ...amounts, ...amounts, ...last],
  });
}

/** The address of the pair of two tokens, in either order. */
function v2PairAddress(factory: Address, tokens: readonly [PricedToken, PricedToken]): Address {
  const [token0, token1] = inPoolOrder(...tokens);
  const key = encodePacked(['address', 'address'], [token0.token.address, token1.token.address]);
  return getCreate2Address({
    from: factory,
    salt: keccak256(key),
    bytecodeHash: V2_INIT_CODE_HASH,
  });
}

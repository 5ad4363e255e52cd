import { encodeFunctionData, maxUint256 } from 'viem';
import { swapRouter02Abi } from '#contracts-abi/abis/swap-router02.ts';
import { uniswapV2Router02Abi } from '#contracts-abi/abis/uniswap-v2-router02.ts';
import { encodeApproval } from '#lib/chain/encode-swap.ts';
import { type Address, sameAddress } from '#lib/domain/address.ts';
import type { Token } from '#lib/domain/currency.ts';
import type { SwapChain } from '#scripts/testing/swap-chain.ts';
import type { BenchSender } from './bench-sender.ts';

export type SwapGas = { readonly v2: number; readonly v3: number };

/** Swaps before the measured one: the pools' price sums and the trader's balances exist by then. */
const WARM_UPS = 3;

/**
 * Gas of one whole swap of LETH for LUSD through V2's router, and through SwapRouter02 in the deepest
 * V3 pool; exact input, approved before, in pools that were used before.
 */
export async function measureSwaps(exchange: SwapChain, trader: BenchSender): Promise<SwapGas> {
  const { leth, lusd } = exchange.tokens;
  const [v2Router, v3Router] = [exchange.contract('v2Router'), exchange.contract('swapRouter02')];
  const amountIn = 10n ** 17n;
  const recipient = trader.address;
  for (const spender of [v2Router, v3Router]) {
    await trader.gasOf([encodeApproval({ token: leth.address, spender, amount: maxUint256 })]);
  }
  const v2 = {
    to: v2Router,
    data: encodeFunctionData({
      abi: uniswapV2Router02Abi,
      functionName: 'swapExactTokensForTokens',
      args: [amountIn, 1n, [leth.address, lusd.address], recipient, maxUint256],
    }),
  };
  const fee = await deepestFee(exchange, [leth, lusd]);
  const [tokenIn, tokenOut] = [leth.address, lusd.address];
  const bounds = { recipient, amountIn, amountOutMinimum: 1n, sqrtPriceLimitX96: 0n };
  const v3 = {
    to: v3Router,
    data: encodeFunctionData({
      abi: swapRouter02Abi,
      functionName: 'exactInputSingle',
      args: [{ tokenIn, tokenOut, fee, ...bounds }],
    }),
  };
  return { v2: await lastOf(trader, v2), v3: await lastOf(trader, v3) };
}

async function lastOf(
  trader: BenchSender,
  call: Parameters<BenchSender['gasOf']>[0][number],
): Promise<number> {
  const gas = await trader.gasOf(Array.from({ length: WARM_UPS + 1 }, () => call));
  return gas.at(-1) ?? 0;
}

async function deepestFee(exchange: SwapChain, pair: readonly Token[]): Promise<number> {
  const { pools } = await exchange.loadPools();
  const isOfPair = (token: Address) => pair.some(({ address }) => sameAddress(address, token));
  let [fee, most] = [0, 0n];
  for (const pool of pools) {
    if (pool.kind !== 'v3' || !isOfPair(pool.token0) || !isOfPair(pool.token1)) continue;
    if (pool.liquidity > most) [fee, most] = [pool.feePpm, pool.liquidity];
  }
  if (fee === 0) throw new Error('LETH and LUSD have a V3 pool');
  return fee;
}

import { encodeFunctionData, type Hex, maxUint256 } from 'viem';
import { erc20Abi } from '#contracts-abi/abis/erc20.ts';
import { swapRouter02Abi } from '#contracts-abi/abis/swap-router02.ts';
import { wluxAbi } from '#contracts-abi/abis/wlux.ts';
import type { Address } from '#lib/domain/address.ts';
import type { PlannedTrade } from './plan-trades.ts';

/** What a transaction does, before nonce, gas and fees are known. */
export type TransactionRequest = {
  readonly to: Address;
  readonly data: Hex;
  /** Native coin sent along, in wei. */
  readonly value: bigint;
  /** What it is for, as an operator reads it. */
  readonly title: string;
};

/**
 * A trade through SwapRouter02. It cannot lose at the price it was planned at, whatever happened to
 * the pool meanwhile: on V2 the output must be worth the input, on V3 the price limit ends the swap.
 */
export function swapTransaction(
  trade: PlannedTrade,
  { router, recipient }: { readonly router: Address; readonly recipient: Address },
): TransactionRequest {
  const title = `pools: swap on ${trade.pool.kind} pool ${trade.pool.address}`;
  return { to: router, data: swapCalldata(trade, recipient), value: 0n, title };
}

/** Lets the router take a token from the account, without limit. */
export function approveTransaction(token: Address, router: Address): TransactionRequest {
  const data = encodeFunctionData({
    abi: erc20Abi,
    functionName: 'approve',
    args: [router, maxUint256],
  });
  return { to: token, data, value: 0n, title: `pools: let the router take ${token}` };
}

/** Turns native LUX into WLUX. */
export function wrapTransaction(wlux: Address, amount: bigint): TransactionRequest {
  const data = encodeFunctionData({ abi: wluxAbi, functionName: 'deposit' });
  return { to: wlux, data, value: amount, title: `pools: wrap ${amount} wei` };
}

function swapCalldata(trade: PlannedTrade, recipient: Address): Hex {
  const { pool, tokenIn, tokenOut, amountIn, sqrtPriceLimitX96 } = trade;
  if (pool.kind === 'v3' && sqrtPriceLimitX96 !== null) {
    const params = {
      tokenIn,
      tokenOut,
      fee: pool.feePpm,
      recipient,
      amountIn,
      amountOutMinimum: 0n,
      sqrtPriceLimitX96,
    };
    return encodeFunctionData({
      abi: swapRouter02Abi,
      functionName: 'exactInputSingle',
      args: [params],
    });
  }
  return encodeFunctionData({
    abi: swapRouter02Abi,
    functionName: 'swapExactTokensForTokens',
    args: [amountIn, trade.breakEvenOut, [tokenIn, tokenOut], recipient],
  });
}

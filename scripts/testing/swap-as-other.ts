import { encodeFunctionData, type Hex, maxUint128, maxUint256 } from 'viem';
import { readContract } from 'viem/actions';
import { nonfungiblePositionManagerAbi } from '#contracts-abi/abis/nonfungible-position-manager.ts';
import { encodeApproval, encodeSwap } from '#lib/chain/encode-swap.ts';
import type { Address } from '#lib/domain/address.ts';
import type { V3Pool } from '#lib/domain/amm/v3-pool.ts';
import { type Currency, LUX } from '#lib/domain/currency.ts';
import { findRoute } from '#lib/domain/route/find-route.ts';
import type { SwapChain } from './swap-chain.ts';

/** Swaps as the other user, whatever the price. Amount in base units of the input. */
export async function swapAsOther(
  exchange: SwapChain,
  swap: { readonly input: Currency; readonly output: Currency; readonly amount: bigint },
): Promise<void> {
  const { pools, block } = await exchange.loadPools();
  const { wlux } = exchange.tokens;
  const found = findRoute({ pools, wlux, mode: 'exact-in', gasPriceWei: 0n, ...swap });
  if (found.status === 'failed') throw new Error(found.code);
  const contracts = { swapRouter02: exchange.contract('swapRouter02'), wlux: wlux.address };
  const call = encodeSwap(found.route, {
    contracts,
    sender: exchange.otherUser.address,
    slippagePpm: 1_000_000,
    deadline: block.timestamp + 10_000n,
  });
  await succeed(exchange, call);
}

/** Gives the other user some of every token, and lets router and position manager take them. */
export async function fundOther(exchange: SwapChain): Promise<void> {
  const { lusd, leth, lbtc, wlux } = exchange.tokens;
  for (const output of [lusd, leth, lbtc, wlux]) {
    await swapAsOther(exchange, { input: LUX, output, amount: 50_000n * 10n ** 18n });
    for (const spender of ['swapRouter02', 'v3PositionManager'] as const) {
      const amount = maxUint256;
      await succeed(
        exchange,
        encodeApproval({ token: output.address, spender: exchange.contract(spender), amount }),
      );
    }
  }
}

/** Adds a position to a V3 pool as the other user; the same amount of each token is offered. */
export async function mintAsOther(
  exchange: SwapChain,
  position: {
    readonly pool: V3Pool;
    readonly lower: number;
    readonly upper: number;
    readonly amount: bigint;
  },
): Promise<void> {
  const { pool, lower, upper, amount } = position;
  const { token0, token1, feePpm } = pool;
  const range = { token0, token1, fee: feePpm, tickLower: lower, tickUpper: upper };
  const amounts = { amount0Desired: amount, amount1Desired: amount };
  const recipient = exchange.otherUser.address;
  const data = encodeFunctionData({
    abi: nonfungiblePositionManagerAbi,
    functionName: 'mint',
    args: [
      { ...range, ...amounts, amount0Min: 0n, amount1Min: 0n, recipient, deadline: maxUint256 },
    ],
  });
  await callPositionManager(exchange, data);
}

/** Removes the liquidity of the other user's latest position, whole. */
export async function burnAsOther(exchange: SwapChain): Promise<void> {
  const of = {
    address: exchange.contract('v3PositionManager'),
    abi: nonfungiblePositionManagerAbi,
  } as const;
  const owner: Address = exchange.otherUser.address;
  const count = await readContract(exchange.client, {
    ...of,
    functionName: 'balanceOf',
    args: [owner],
  });
  const tokenId = await readContract(exchange.client, {
    ...of,
    functionName: 'tokenOfOwnerByIndex',
    args: [owner, count - 1n],
  });
  const position = await readContract(exchange.client, {
    ...of,
    functionName: 'positions',
    args: [tokenId],
  });
  const decrease = encodeFunctionData({
    abi: nonfungiblePositionManagerAbi,
    functionName: 'decreaseLiquidity',
    args: [
      { tokenId, liquidity: position[7], amount0Min: 0n, amount1Min: 0n, deadline: maxUint256 },
    ],
  });
  const collect = encodeFunctionData({
    abi: nonfungiblePositionManagerAbi,
    functionName: 'collect',
    args: [{ tokenId, recipient: owner, amount0Max: maxUint128, amount1Max: maxUint128 }],
  });
  const burn = encodeFunctionData({
    abi: nonfungiblePositionManagerAbi,
    functionName: 'burn',
    args: [tokenId],
  });
  for (const data of [decrease, collect, burn]) await callPositionManager(exchange, data);
}

async function callPositionManager(exchange: SwapChain, data: Hex): Promise<void> {
  await succeed(exchange, { to: exchange.contract('v3PositionManager'), data, value: 0n });
}

async function succeed(
  exchange: SwapChain,
  call: { readonly to: Address; readonly data: Hex; readonly value: bigint },
): Promise<void> {
  const receipt = await exchange.send(exchange.otherUser, call);
  if (receipt.status !== 'success') throw new Error(`a transaction of a test reverted: ${call.to}`);
}

import fc from 'fast-check';
import { encodeDeployData, encodeFunctionData, type Hex, maxUint256 } from 'viem';
import { sendTransaction, waitForTransactionReceipt } from 'viem/actions';
import { luxTokenAbi } from '#contracts-abi/abis/lux-token.ts';
import { nonfungiblePositionManagerAbi } from '#contracts-abi/abis/nonfungible-position-manager.ts';
import { type Address, sortsBefore } from '#lib/domain/address.ts';
import { sqrtRatioAtTick } from '#lib/domain/amm/tick-ratio.ts';
import { readArtifact } from '#scripts/deploy/read-artifact.ts';
import { arbitraryAmount } from './arbitrary-pools.ts';
import type { SwapChain } from './swap-chain.ts';

const TIERS = [
  { feePpm: 500, spacing: 10 },
  { feePpm: 3000, spacing: 60 },
  { feePpm: 10_000, spacing: 200 },
] as const;

/** More of each token than any position takes. */
const SUPPLY = 1n << 126n;

/** A position with equal amounts on offer; the price decides how much of each is taken. */
type PositionDesign = { readonly lower: number; readonly upper: number; readonly amount: bigint };

type PoolDesign = {
  readonly feePpm: number;
  readonly sqrtPriceX96: bigint;
  readonly positions: readonly PositionDesign[];
};

/** Prices over nine orders of magnitude; ranges wide and narrow, around the price and off it. */
const arbitraryDesign: fc.Arbitrary<PoolDesign> = fc
  .tuple(
    fc.constantFrom(...TIERS),
    fc.integer({ min: -100_000, max: 100_000 }),
    fc.bigInt({ min: 0n, max: 999n }),
  )
  .chain(([{ feePpm, spacing }, tick, permille]) => {
    const base = Math.floor(tick / spacing);
    const position = fc
      .tuple(
        fc.oneof(fc.integer({ min: -10, max: 4 }), fc.integer({ min: -700, max: 400 })),
        fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 1500 })),
        arbitraryAmount(70).map((amount) => amount << 20n),
      )
      .map(([offset, width, amount]) => ({
        lower: (base + offset) * spacing,
        upper: (base + offset + width) * spacing,
        amount,
      }));
    const floor = sqrtRatioAtTick(tick);
    const sqrtPriceX96 = floor + ((sqrtRatioAtTick(tick + 1) - floor) * permille) / 1000n;
    return fc
      .array(position, { minLength: 2, maxLength: 7 })
      .map((positions) => ({ feePpm, sqrtPriceX96, positions }));
  });

/**
 * Makes V3 pools with random prices and positions on a chain, a new pair of tokens for each.
 *
 * @returns The tokens, of which each two that follow one another have one pool.
 */
export async function makeRandomPools(
  exchange: SwapChain,
  { count, seed }: { readonly count: number; readonly seed: number },
): Promise<readonly Address[]> {
  const tokens: Address[] = [];
  for (const design of fc.sample(arbitraryDesign, { numRuns: count, seed })) {
    const pair = [await createToken(exchange), await createToken(exchange)];
    const [token0, token1] = pair.toSorted((a, b) => (sortsBefore(a, b) ? -1 : 1));
    if (token0 === undefined || token1 === undefined) throw new Error('two tokens were created');
    await makePool(exchange, { token0, token1, design });
    tokens.push(token0, token1);
  }
  return tokens;
}

/** Creates a token that the maker owns all of, and that the position manager may take. */
async function createToken(exchange: SwapChain): Promise<Address> {
  const holder = exchange.otherUser.address;
  const data = encodeDeployData({
    abi: luxTokenAbi,
    bytecode: readArtifact('lux-token'),
    args: ['Random', 'RND', 18, holder, [{ holder, amount: SUPPLY }]],
  });
  const { contractAddress } = await sendData(exchange, { data });
  if (contractAddress === null || contractAddress === undefined) {
    throw new Error('the token was not created');
  }
  const approve = encodeFunctionData({
    abi: luxTokenAbi,
    functionName: 'approve',
    args: [exchange.contract('v3PositionManager'), maxUint256],
  });
  await sendData(exchange, { to: contractAddress, data: approve });
  return contractAddress;
}

async function makePool(
  exchange: SwapChain,
  pool: { readonly token0: Address; readonly token1: Address; readonly design: PoolDesign },
): Promise<void> {
  const { token0, token1, design } = pool;
  const { feePpm: fee, sqrtPriceX96, positions } = design;
  const to = exchange.contract('v3PositionManager');
  const create = encodeFunctionData({
    abi: nonfungiblePositionManagerAbi,
    functionName: 'createAndInitializePoolIfNecessary',
    args: [token0, token1, fee, sqrtPriceX96],
  });
  await sendData(exchange, { to, data: create });
  for (const { lower, upper, amount } of positions) {
    const range = { token0, token1, fee, tickLower: lower, tickUpper: upper };
    const amounts = {
      amount0Desired: amount,
      amount1Desired: amount,
      amount0Min: 0n,
      amount1Min: 0n,
    };
    const recipient = exchange.otherUser.address;
    const mint = encodeFunctionData({
      abi: nonfungiblePositionManagerAbi,
      functionName: 'mint',
      args: [{ ...range, ...amounts, recipient, deadline: maxUint256 }],
    });
    await sendData(exchange, { to, data: mint });
  }
}

async function sendData(
  { client, otherUser }: SwapChain,
  transaction: { readonly to?: Address; readonly data: Hex },
) {
  const hash = await sendTransaction(client, {
    account: otherUser,
    gas: 8_000_000n,
    ...transaction,
  });
  const receipt = await waitForTransactionReceipt(client, { hash, pollingInterval: 20 });
  if (receipt.status !== 'success') throw new Error(`setting up a pool reverted: ${hash}`);
  return receipt;
}

import type { Address } from '#lib/domain/address.ts';
import type { RouteLeg, SwapRoute } from '#lib/domain/route/swap-route.ts';
import { type ContractRead, contractRead } from './contract-read.ts';
import { type ReadContext, readMany } from './read-many.ts';
import { quoterV2Abi, v2RouterAbi } from './router-abis.ts';
import { v2Path } from './v2-path.ts';
import { v3Path } from './v3-path.ts';

export type OnChainQuoters = {
  readonly quoterV2: Address;
  readonly v2Router: Address;
};

/** What the chain says that a leg takes and gives. */
export type OnChainQuote = {
  readonly amountIn: bigint;
  readonly amountOut: bigint;
};

/**
 * Asks the contracts what each leg of a route gives or costs: QuoterV2 for V3 hops, the V2 router's
 * library for V2 hops. Each leg is asked on the state of the block, as if it were alone; legs that
 * share a pool are worth less together, which only the route itself knows.
 *
 * @returns Quotes in the order of the legs.
 * @throws ChainError as `readMany`: `chain/unexpected-answer` when a pool cannot fill a leg.
 */
export async function quoteOnChain(
  context: ReadContext & { readonly quoters: OnChainQuoters },
  route: SwapRoute,
): Promise<readonly OnChainQuote[]> {
  return await Promise.all(
    route.legs.map((leg) =>
      route.mode === 'exact-in' ? quoteExactIn(context, leg) : quoteExactOut(context, leg),
    ),
  );
}

type QuoteContext = ReadContext & { readonly quoters: OnChainQuoters };

async function quoteExactIn(context: QuoteContext, leg: RouteLeg): Promise<OnChainQuote> {
  let amount = leg.amountIn;
  for (const hops of stretches(leg)) {
    [amount] = await readMany(context, [readOutput(context.quoters, { hops, amountIn: amount })]);
  }
  return { amountIn: leg.amountIn, amountOut: amount };
}

async function quoteExactOut(context: QuoteContext, leg: RouteLeg): Promise<OnChainQuote> {
  let amount = leg.amount;
  for (const hops of stretches(leg).toReversed()) {
    [amount] = await readMany(context, [readInput(context.quoters, { hops, amountOut: amount })]);
  }
  return { amountIn: amount, amountOut: leg.amount };
}

/** The hops of a leg, those of one version that follow one another together. */
function stretches({ hops }: RouteLeg): readonly RouteLeg['hops'][] {
  const [first, second] = hops;
  if (first === undefined) return [];
  if (second === undefined || second.kind === first.kind) return [hops];
  return [[first], [second]];
}

function readOutput(
  { quoterV2, v2Router }: OnChainQuoters,
  { hops, amountIn }: { readonly hops: RouteLeg['hops']; readonly amountIn: bigint },
): ContractRead<bigint> {
  if (hops[0]?.kind === 'v2') {
    const read = contractRead({
      address: v2Router,
      abi: v2RouterAbi,
      functionName: 'getAmountsOut',
      args: [amountIn, v2Path(hops)],
    });
    return { ...read, decode: (answer) => read.decode(answer).at(-1) ?? 0n };
  }
  const read = contractRead({
    address: quoterV2,
    abi: quoterV2Abi,
    functionName: 'quoteExactInput',
    args: [v3Path(hops, 'forwards'), amountIn],
  });
  return { ...read, decode: (answer) => read.decode(answer)[0] };
}

function readInput(
  { quoterV2, v2Router }: OnChainQuoters,
  { hops, amountOut }: { readonly hops: RouteLeg['hops']; readonly amountOut: bigint },
): ContractRead<bigint> {
  if (hops[0]?.kind === 'v2') {
    const read = contractRead({
      address: v2Router,
      abi: v2RouterAbi,
      functionName: 'getAmountsIn',
      args: [amountOut, v2Path(hops)],
    });
    return { ...read, decode: (answer) => read.decode(answer)[0] ?? 0n };
  }
  const read = contractRead({
    address: quoterV2,
    abi: quoterV2Abi,
    functionName: 'quoteExactOutput',
    args: [v3Path(hops, 'backwards'), amountOut],
  });
  return { ...read, decode: (answer) => read.decode(answer)[0] };
}

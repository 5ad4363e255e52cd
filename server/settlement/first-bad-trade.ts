import { bytesToHex } from 'viem';
import type { BatchPlanner } from './batch-planner.ts';
import type { ComposedBatch, SettleableTrade } from './compose-batch.ts';
import { type SettlementChain, settleCall } from './settlement-chain.ts';

/** Looks for the first trade with which a batch does not pass, by halving; `null` when it has none. */
export async function firstBadTrade(
  { planner, chain }: { readonly planner: BatchPlanner; readonly chain: SettlementChain },
  composed: ComposedBatch,
): Promise<SettleableTrade | null> {
  let [passes, fails] = [0, composed.trades.length];
  while (fails - passes > 1) {
    const middle = (passes + fails) >> 1;
    const part = planner.shortened(composed, { count: middle });
    const simulated = await chain.simulate(settleCall(bytesToHex(part.bytes)));
    if (simulated.kind === 'succeeds') passes = middle;
    else fails = middle;
  }
  return composed.trades[fails - 1] ?? null;
}

import { decodeFunctionResult, encodeFunctionData, type Hex } from 'viem';
import { call, getCode } from 'viem/actions';
import type { Address } from '#lib/domain/address.ts';
import { contractRead } from './contract-read.ts';
import type { ReadContext } from './read-many.ts';
import { erc20Abi, multicall3Abi } from './token-abis.ts';

export type Transfer = {
  readonly token: Address;
  /** A contract that holds the amount. */
  readonly from: Address;
  readonly to: Address;
  /** Base units. */
  readonly amount: bigint;
};

/**
 * How much less than the amount would arrive if `from` made this transfer now: what the token keeps.
 * The balances are read around the transfer in one call, in which `from` runs Multicall3's code.
 *
 * @returns `null` where that cannot be told: the node cannot replace code in a call, or the transfer fails.
 */
export async function transferLoss(
  context: Pick<ReadContext, 'client' | 'multicall3'>,
  transfer: Transfer,
): Promise<bigint | null> {
  const { client, multicall3 } = context;
  const { token, from, to, amount } = transfer;
  const balance = contractRead({
    address: token,
    abi: erc20Abi,
    functionName: 'balanceOf',
    args: [to],
  });
  const transferData = encodeFunctionData({
    abi: erc20Abi,
    functionName: 'transfer',
    args: [to, amount],
  });
  try {
    const code = await getCode(client, { address: multicall3 });
    if (code === undefined) return null;
    const data = aggregateData(token, [balance.data, transferData, balance.data]);
    const stateOverride = [{ address: from, code }];
    const answer = await call(client, { to: from, data, stateOverride, batch: false });
    const [before, after] = balancesAround(answer.data ?? '0x');
    return amount - (balance.decode(after) - balance.decode(before));
  } catch {
    return null;
  }
}

function aggregateData(target: Address, calls: readonly Hex[]): Hex {
  const args = [calls.map((callData) => ({ target, allowFailure: false, callData }))] as const;
  return encodeFunctionData({ abi: multicall3Abi, functionName: 'aggregate3', args });
}

function balancesAround(data: Hex): readonly [Hex, Hex] {
  const results = decodeFunctionResult({ abi: multicall3Abi, functionName: 'aggregate3', data });
  return [results[0]?.returnData ?? '0x', results[2]?.returnData ?? '0x'];
}

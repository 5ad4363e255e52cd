import { readContract } from 'viem/actions';
import { clearingHouseExitAbi as abi } from '#contracts-abi/abis/clearing-house-exit.ts';
import { chainFailure } from '#lib/chain/chain-failure.ts';
import type { ChainClient } from '#lib/chain/create-chain-client.ts';
import type { Address } from '#lib/domain/address.ts';

/** Whether an account has money to trade with: none paid in, paid in and not final, or credited. */
export type Funding = 'none' | 'arriving' | 'credited';

export type FundingQuery = {
  readonly client: ChainClient;
  readonly clearingHouse: Address;
  readonly owner: Address;
  /** The last block whose deposits the exchange has credited; `null` = it does not say. */
  readonly finalBlock: number | null;
};

/**
 * Whether somebody has paid in, from the chain: it is asked before the exchange knows who asks.
 *
 * @throws ChainError when the chain does not answer.
 */
export async function readFunding(query: FundingQuery): Promise<Funding> {
  const { finalBlock } = query;
  if (!(await hasMoney(query, null))) return 'none';
  if (finalBlock === null) return 'credited';
  // Nodes forget what balances were some blocks ago: by then what is there now has long been credited.
  const credited = await hasMoney(query, BigInt(finalBlock)).catch(() => true);
  return credited ? 'credited' : 'arriving';
}

/** At a block; `null` = the latest. */
async function hasMoney(
  { client, clearingHouse: address, owner }: FundingQuery,
  blockNumber: bigint | null,
): Promise<boolean> {
  const read = { address, abi, functionName: 'balancesOf', args: [owner] } as const;
  const at = blockNumber === null ? {} : { blockNumber };
  try {
    const quanta = await readContract(client, { ...read, ...at });
    return quanta.some((amount) => amount > 0n);
  } catch (cause) {
    throw chainFailure(cause);
  }
}

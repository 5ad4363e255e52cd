import { getContractEvents } from 'viem/actions';
import { clearingHouseExitAbi as exitAbi } from '#contracts-abi/abis/clearing-house-exit.ts';
import { chainFailure } from '#lib/chain/chain-failure.ts';
import { contractRead } from '#lib/chain/contract-read.ts';
import { type ReadContext, readMany } from '#lib/chain/read-many.ts';
import type { Address } from '#lib/domain/address.ts';

/** A key that may sign orders of an account, as the chain has it. */
export type ChainKey = {
  readonly address: Address;
  /** Last second in which its orders may be matched, Unix seconds; 0 = none is approved. */
  readonly expiry: number;
  /** Nonce of the last approval or revocation, milliseconds by convention. */
  readonly nonce: number;
  /** Until when what was approved before is still settled; 0 = nothing is. */
  readonly formerUntil: number;
};

export type TradingKeysQuery = {
  readonly context: ReadContext;
  readonly clearingHouse: Address;
  readonly account: Address;
};

/**
 * Addresses of the keys whose approval was ever brought to the chain for an account.
 *
 * @throws ChainError, also where the node does not look back that far.
 */
export async function findTradingKeys(query: TradingKeysQuery): Promise<readonly Address[]> {
  const { context, clearingHouse: address, account } = query;
  try {
    const events = await getContractEvents(context.client, {
      address,
      abi: exitAbi,
      eventName: 'AgentApproved',
      args: { account },
      fromBlock: 'earliest',
      strict: true,
    });
    return [...new Set(events.map(({ args }) => args.agent))];
  } catch (cause) {
    throw chainFailure(cause);
  }
}

/**
 * What keys of an account may do, one for each address.
 *
 * @throws ChainError as `readMany`.
 */
export async function readTradingKeys(
  { context, clearingHouse: address, account }: TradingKeysQuery,
  keys: readonly Address[],
): Promise<readonly ChainKey[]> {
  const answers = await readMany(
    context,
    keys.map((key) =>
      contractRead({ address, abi: exitAbi, functionName: 'agentOf', args: [account, key] }),
    ),
  );
  return answers.map(([present, former], index) => ({
    address: keys[index] ?? address,
    expiry: present.expiry,
    nonce: present.nonce,
    formerUntil: former.until,
  }));
}

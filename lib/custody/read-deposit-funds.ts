import { estimateMaxPriorityFeePerGas } from 'viem/actions';
import { clearingHouseCustodyAbi as abi } from '#contracts-abi/abis/clearing-house-custody.ts';
import { contractRead } from '#lib/chain/contract-read.ts';
import { isContract } from '#lib/chain/is-contract.ts';
import { readBalances } from '#lib/chain/read-balances.ts';
import { readBlock } from '#lib/chain/read-block.ts';
import { type ReadContext, tryReadMany } from '#lib/chain/read-many.ts';
import type { Address } from '#lib/domain/address.ts';
import { currencyKey, LUX } from '#lib/domain/currency.ts';
import type { CustodyChoice } from './custody-choice.ts';
import type { DepositFunds } from './derive-deposit.ts';

export type DepositFundsQuery = {
  readonly context: Omit<ReadContext, 'blockHash'>;
  readonly clearingHouse: Address;
  readonly owner: Address;
  readonly choice: CustodyChoice;
};

/**
 * What the chain says of somebody who wants to pay something in.
 *
 * @throws ChainError when the chain does not answer, or the token does not.
 */
export async function readDepositFunds(query: DepositFundsQuery): Promise<DepositFunds> {
  const { context, clearingHouse: spender, owner, choice } = query;
  const { currency, token } = choice;
  const [{ balances, allowances }, obstacle, block, tip, byContract] = await Promise.all([
    readBalances({ context, owner, currencies: [LUX, token], spender }),
    readObstacle(query),
    readBlock(context.client),
    // Nodes that do not say take nothing.
    estimateMaxPriorityFeePerGas(context.client).catch(() => 0n),
    isContract(context.client, owner),
  ]);
  const coin = balances.get(currencyKey(LUX)) ?? 0n;
  return {
    balance: currency.kind === 'native' ? coin : (balances.get(currencyKey(token)) ?? 0n),
    coin,
    allowance: allowances.get(currencyKey(token)) ?? 0n,
    // Permits are for keys; and whoever has a contract execute something pays for it.
    permit: token.permit && !byContract,
    gasPrice: byContract ? 0n : (block.baseFeeWei ?? 0n) + tip,
    obstacle,
  };
}

/** What stands in the way of every deposit of an asset; `null` also where the contract does not answer. */
async function readObstacle({
  context,
  clearingHouse: address,
  owner,
  choice: { token },
}: DepositFundsQuery): Promise<DepositFunds['obstacle']> {
  const of = { address, abi } as const;
  const [paused, account, number] = await tryReadMany(context, [
    contractRead({ ...of, functionName: 'paused', args: [] }),
    contractRead({ ...of, functionName: 'accountOf', args: [owner] }),
    contractRead({ ...of, functionName: 'assetOf', args: [token.address] }),
  ]);
  if (paused === true) return 'paused';
  if (account?.exiting === true) return 'exiting';
  if (number === null) return 'stopped';
  const [asset] = await tryReadMany(context, [
    contractRead({ ...of, functionName: 'assetAt', args: [number] }),
  ]);
  return asset?.depositsAllowed === false ? 'stopped' : null;
}

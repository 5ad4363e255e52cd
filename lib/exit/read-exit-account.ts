import { clearingHouseExitAbi as exitAbi } from '#contracts-abi/abis/clearing-house-exit.ts';
import { contractRead } from '#lib/chain/contract-read.ts';
import { readBlock, untilCanonical } from '#lib/chain/read-block.ts';
import { type ReadContext, readMany, tryReadMany } from '#lib/chain/read-many.ts';
import { erc20Abi, multicall3Abi } from '#lib/chain/token-abis.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Token } from '#lib/domain/currency.ts';
import type { ExitAccount } from './exit-account.ts';
import { readListedTokens } from './read-listed-tokens.ts';

export type ExitQuery = {
  readonly context: Omit<ReadContext, 'blockHash'>;
  readonly clearingHouse: Address;
  readonly account: Address;
  /** Tokens whose names are known. */
  readonly known: readonly Token[];
};

/**
 * Reads an account of the clearing house from the chain and from nothing else, all at the latest block.
 *
 * @throws ChainError as `readMany`; `chain/contract-missing` when nothing is at the address.
 */
export async function readExitAccount(query: ExitQuery): Promise<ExitAccount> {
  return await untilCanonical(() => readAtHead(query));
}

async function readAtHead(query: ExitQuery): Promise<ExitAccount> {
  const { clearingHouse, account, known } = query;
  const block = await readBlock(query.context.client);
  const context: ReadContext = { ...query.context, blockHash: block.hash };
  const tokens = await readListedTokens({ context, clearingHouse, known });
  const house = { address: clearingHouse, abi: exitAbi } as const;
  const [state, quanta, exitDelay, bindingDelay, paused, coins] = await readMany(context, [
    contractRead({ ...house, functionName: 'accountOf', args: [account] }),
    contractRead({ ...house, functionName: 'balancesOf', args: [account] }),
    contractRead({ ...house, functionName: 'exitDelay', args: [] }),
    contractRead({ ...house, functionName: 'BINDING_DELAY', args: [] }),
    contractRead({ ...house, functionName: 'paused', args: [] }),
    contractRead({
      address: context.multicall3,
      abi: multicall3Abi,
      functionName: 'getEthBalance',
      args: [account],
    }),
  ]);
  // A token that does not answer keeps nobody from the others.
  const own = await tryReadMany(
    context,
    tokens.map(({ token }) =>
      contractRead({ address: token, abi: erc20Abi, functionName: 'balanceOf', args: [account] }),
    ),
  );
  return {
    address: account,
    block: { number: block.number, seconds: Number(block.timestamp) },
    epoch: state.epoch,
    formerEpochUntil: state.formerEpochUntil,
    exiting: state.exiting,
    bindsAt: state.exitBindsAt,
    payableAt: state.exitFinalisableAt,
    bindingDelay: Number(bindingDelay),
    exitDelay: Number(exitDelay),
    paused,
    coins,
    balances: tokens.map((token, index) => ({
      ...token,
      held: (quanta[index] ?? 0n) * token.unit,
      own: own[index] ?? 0n,
    })),
  };
}

import { clearingHouseExitAbi as exitAbi } from '#contracts-abi/abis/clearing-house-exit.ts';
import { contractRead } from '#lib/chain/contract-read.ts';
import { type BlockRef, readBlock, untilCanonical } from '#lib/chain/read-block.ts';
import { type ReadContext, readMany, tryReadMany } from '#lib/chain/read-many.ts';
import { erc20Abi } from '#lib/chain/token-abis.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Token } from '#lib/domain/currency.ts';
import { readListedTokens } from '#lib/exit/read-listed-tokens.ts';
import type { Holdings } from './holdings.ts';

export type HoldingsQuery = {
  readonly context: Omit<ReadContext, 'blockHash'>;
  readonly clearingHouse: Address;
  /** Tokens whose names are known. */
  readonly known: readonly Token[];
  /** Whose balances are read as well. */
  readonly account: Address | null;
  /** The latest block when absent. */
  readonly blockNumber?: bigint;
};

/**
 * What the clearing house holds and owes, from the chain and from nothing else, all at one block.
 *
 * @throws ChainError as `readMany`; for an old block also when the node no longer has its state.
 */
export async function readHoldings(query: HoldingsQuery): Promise<Holdings> {
  return await untilCanonical(async () => {
    const block = await readBlock(query.context.client, query.blockNumber);
    return await readAt(query, block);
  });
}

async function readAt(query: HoldingsQuery, block: BlockRef): Promise<Holdings> {
  const { clearingHouse, known, account } = query;
  const context: ReadContext = { ...query.context, blockHash: block.hash };
  const tokens = await readListedTokens({ context, clearingHouse, known });
  const [held, own] = await Promise.all([
    tryReadMany(
      context,
      tokens.map(({ token: address }) =>
        contractRead({
          address,
          abi: erc20Abi,
          functionName: 'balanceOf',
          args: [clearingHouse],
        }),
      ),
    ),
    account === null ? null : readOwn(context, { clearingHouse, account }),
  ]);
  return {
    block: { number: block.number, seconds: Number(block.timestamp) },
    assets: tokens.map((token, index) => ({
      ...token,
      held: held[index] ?? null,
      own: own === null ? null : (own[index] ?? 0n) * token.unit,
    })),
  };
}

async function readOwn(
  context: ReadContext,
  { clearingHouse, account }: { readonly clearingHouse: Address; readonly account: Address },
): Promise<readonly bigint[]> {
  const [quanta] = await readMany(context, [
    contractRead({
      address: clearingHouse,
      abi: exitAbi,
      functionName: 'balancesOf',
      args: [account],
    }),
  ]);
  return quanta;
}

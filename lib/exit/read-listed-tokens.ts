import { clearingHouseExitAbi as exitAbi } from '#contracts-abi/abis/clearing-house-exit.ts';
import { contractRead } from '#lib/chain/contract-read.ts';
import { type ReadContext, readMany, tryReadMany } from '#lib/chain/read-many.ts';
import { erc20Abi } from '#lib/chain/token-abis.ts';
import { type Address, sameAddress } from '#lib/domain/address.ts';
import type { Token } from '#lib/domain/currency.ts';
import { shortenAddress } from '#lib/format/shorten-address.ts';
import type { ListedToken } from './listed-token.ts';

export type ListedTokensQuery = {
  readonly context: ReadContext;
  readonly clearingHouse: Address;
  /** Tokens whose names are known; another one goes by its address. */
  readonly known: readonly Token[];
};

/**
 * The assets that the clearing house lists, as the chain has them.
 *
 * @throws ChainError as `readMany`.
 */
export async function readListedTokens(query: ListedTokensQuery): Promise<readonly ListedToken[]> {
  const { context, clearingHouse: address, known } = query;
  const [count] = await readMany(context, [
    contractRead({ address, abi: exitAbi, functionName: 'assetCount', args: [] }),
  ]);
  const listed = await readMany(
    context,
    Array.from({ length: Number(count) }, (_, number) =>
      contractRead({ address, abi: exitAbi, functionName: 'assetAt', args: [BigInt(number)] }),
    ),
  );
  const decimals = await tryReadMany(
    context,
    listed.map(({ token }) =>
      contractRead({ address: token, abi: erc20Abi, functionName: 'decimals', args: [] }),
    ),
  );
  return listed.map(({ token, custody, unitExponent }, number) => {
    const named = known.find((candidate) => sameAddress(candidate.address, token));
    const unit = 10n ** BigInt(unitExponent);
    return {
      number,
      token,
      symbol: named?.symbol ?? shortenAddress(token),
      decimals: named?.decimals ?? decimals[number] ?? 0,
      unit,
      custody: custody * unit,
    };
  });
}

import type { Address } from '#lib/domain/address.ts';
import { type Currency, currencyKey } from '#lib/domain/currency.ts';
import { type ContractRead, contractRead } from './contract-read.ts';
import { type ReadContext, tryReadMany } from './read-many.ts';
import { erc20Abi, multicall3Abi } from './token-abis.ts';

export type Holdings = {
  /** Base units by `currencyKey`; a token that does not answer is absent. */
  readonly balances: ReadonlyMap<string, bigint>;
  /** What the spender may take, by `currencyKey`; empty without a spender, and for the coin. */
  readonly allowances: ReadonlyMap<string, bigint>;
};

export type BalancesQuery = {
  readonly context: ReadContext;
  readonly owner: Address;
  readonly currencies: readonly Currency[];
  /** Whose allowances are read as well: the router. */
  readonly spender?: Address;
};

/**
 * What an account holds of some currencies, and how much of them a spender may take, in one request.
 * A token that fails to answer leaves its entry out and does not disturb the others.
 *
 * @throws ChainError as `readMany`, except for the tokens themselves.
 */
export async function readBalances(query: BalancesQuery): Promise<Holdings> {
  const { context, owner, currencies, spender } = query;
  const tokens = currencies.filter((currency) => currency.kind === 'token');
  const reads = [
    ...currencies.map((currency) => readBalance(context, { currency, owner })),
    ...(spender === undefined
      ? []
      : tokens.map(({ address }) =>
          contractRead({
            address,
            abi: erc20Abi,
            functionName: 'allowance',
            args: [owner, spender],
          }),
        )),
  ];
  const answers = await tryReadMany(context, reads);
  return {
    balances: byCurrency(currencies, answers),
    allowances: byCurrency(tokens, answers.slice(currencies.length)),
  };
}

function readBalance(
  { multicall3 }: ReadContext,
  { currency, owner }: { readonly currency: Currency; readonly owner: Address },
): ContractRead<bigint> {
  return currency.kind === 'native'
    ? contractRead({
        address: multicall3,
        abi: multicall3Abi,
        functionName: 'getEthBalance',
        args: [owner],
      })
    : contractRead({
        address: currency.address,
        abi: erc20Abi,
        functionName: 'balanceOf',
        args: [owner],
      });
}

function byCurrency(
  currencies: readonly Currency[],
  answers: readonly (bigint | null)[],
): ReadonlyMap<string, bigint> {
  const amounts = new Map<string, bigint>();
  for (const [index, currency] of currencies.entries()) {
    const amount = answers[index] ?? null;
    if (amount !== null) amounts.set(currencyKey(currency), amount);
  }
  return amounts;
}

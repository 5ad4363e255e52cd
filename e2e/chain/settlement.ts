import { parseUnits, type TransactionReceipt } from 'viem';
import type { Address } from '#lib/domain/address.ts';
import { type Currency, LUX, type Token } from '#lib/domain/currency.ts';
import type { ShownReceipt } from '../pages/swap-page.ts';
import { expect } from '../test.ts';
import type { Balances, TestChain } from './test-chain.ts';

/** What pools say when they have traded, by the first topic of the event. */
const SWAP_EVENTS: ReadonlyMap<string | undefined, 'v2' | 'v3'> = new Map([
  ['0xd78ad95fa46c994b6551d0da85fc275fe613ce37657fb8d5e3d130840159d822', 'v2'],
  ['0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67', 'v3'],
]);

/** An account's balances before a swap; {@link expectSettled} compares those after it. */
export type Account = {
  readonly chain: TestChain;
  readonly owner: Address;
  readonly others: readonly Token[];
  readonly before: Balances;
};

/** Notes what an account holds; `others` are tokens besides the exchange's own. */
export async function noteBalances(
  chain: TestChain,
  owner: Address,
  others: readonly Token[] = [],
): Promise<Account> {
  return { chain, owner, others, before: await chain.balances(owner, others) };
}

/**
 * Holds the receipt on screen to the chain: the account paid and received exactly those amounts, to
 * the last unit, the network cost besides, and nothing else moved.
 */
export async function expectSettled(
  account: Account,
  shown: ShownReceipt,
): Promise<TransactionReceipt> {
  const { chain, owner, others, before } = account;
  const receipt = await chain.receipt(shown.hash);
  expect(receipt.status).toBe('success');
  const after = await chain.balances(owner, others);
  const changes: Record<string, bigint> = {};
  for (const [symbol, amount] of Object.entries(after)) {
    const cost = symbol === LUX.symbol ? receipt.gasUsed * receipt.effectiveGasPrice : 0n;
    const change = amount - (before[symbol] ?? 0n) + cost;
    if (change !== 0n) changes[symbol] = change;
  }
  const known: readonly Currency[] = [LUX, ...chain.deployment.tokens, ...others];
  const paid = amountIn(shown.paid, known);
  const received = amountIn(shown.received, known);
  expect(changes).toEqual({ [paid.symbol]: -paid.amount, [received.symbol]: received.amount });
  return receipt;
}

/** The pools that a transaction traded with, in order, as `v2 0x…` or `v3 0x…`. */
export function tradedPools({ logs }: TransactionReceipt): readonly string[] {
  return logs.flatMap(({ topics, address }) => {
    const version = SWAP_EVENTS.get(topics[0]);
    return version === undefined ? [] : [`${version} ${address.toLowerCase()}`];
  });
}

function amountIn(
  text: string,
  known: readonly Currency[],
): { readonly symbol: string; readonly amount: bigint } {
  const [digits = '', symbol = ''] = text.split(' ');
  const currency = known.find((candidate) => candidate.symbol === symbol);
  if (currency === undefined) throw new Error(`the receipt shows ${text}, which is no amount`);
  return { symbol, amount: parseUnits(digits, currency.decimals) };
}

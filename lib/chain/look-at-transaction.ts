import type { TransactionReceipt } from 'viem';
import {
  getBlock,
  getBlockNumber,
  getTransaction,
  getTransactionCount,
  getTransactionReceipt,
} from 'viem/actions';
import { type Address, type Hash, sameAddress } from '#lib/domain/address.ts';
import type { ChainClient } from './create-chain-client.ts';

/** Blocks searched for the transaction that took another one's place. */
const LONGEST_SEARCH = 256n;

/** What a transaction does, and under which number of whom. */
export type SentCall = {
  readonly from: Address;
  readonly nonce: number;
  readonly to: Address | null;
  readonly value: bigint;
  readonly input: Hash;
  /** A block that is not newer than the transaction's. */
  readonly sinceBlock: bigint;
};

/** A transaction that was sent; its call is `null` until a node has told of it. */
export type SentTransaction = { readonly hash: Hash; readonly call: SentCall | null };

/** A transaction found in a block under the number (nonce) of the one that was sent. */
export type FoundTransaction = Pick<SentCall, 'to' | 'value' | 'input'> & { readonly hash: Hash };

/** What one look at the chain showed of a transaction. */
export type TransactionLook =
  | { readonly kind: 'mined'; readonly receipt: TransactionReceipt }
  /** In no block; the node may not know it. */
  | { readonly kind: 'waiting' }
  /** The wallet gave its place to another one. */
  | { readonly kind: 'replaced'; readonly by: Hash }
  /** Its number is used, by something that none of the blocks that are searched has. */
  | { readonly kind: 'lost' };

export type TransactionSeen = {
  readonly look: TransactionLook;
  /** The same object, or what is to be looked at from now on: a wallet that offers more sends anew. */
  readonly sent: SentTransaction;
};

/**
 * Looks up what became of a transaction, also where the wallet sent it again with a higher fee.
 *
 * @throws what viem throws when the chain does not answer.
 */
export async function lookAtTransaction(
  client: ChainClient,
  sent: SentTransaction,
): Promise<TransactionSeen> {
  const receipt = await orNull(getTransactionReceipt(client, { hash: sent.hash }));
  if (receipt !== null) return { look: { kind: 'mined', receipt }, sent };
  const known = await orNull(getTransaction(client, { hash: sent.hash }));
  if (known !== null) {
    if (sent.call !== null) return { look: WAITING, sent };
    const { from, nonce, to, value, input } = known;
    const sinceBlock = known.blockNumber ?? (await getBlockNumber(client, { cacheTime: 0 }));
    const call = { from, nonce, to, value, input, sinceBlock };
    return { look: WAITING, sent: { ...sent, call } };
  }
  const { call } = sent;
  if (call === null) return { look: WAITING, sent };
  const used = await getTransactionCount(client, { address: call.from });
  return used <= call.nonce
    ? { look: WAITING, sent }
    : await superseded(client, { hash: sent.hash, call });
}

/** Its number is used: by itself in a newer block, by the same call for more, or by something else. */
async function superseded(
  client: ChainClient,
  sent: SentTransaction & { readonly call: SentCall },
): Promise<TransactionSeen> {
  const { hash, call } = sent;
  const head = await getBlockNumber(client, { cacheTime: 0 });
  const found = await findByNonce(client, { ...call, head });
  if (found === null) {
    // A node that is behind another one shows a number as used before it has the block.
    return { look: isSearched({ ...call, head }) ? { kind: 'lost' } : WAITING, sent };
  }
  if (!isSameCall(call, found)) return { look: { kind: 'replaced', by: found.hash }, sent };
  if (found.hash === hash) return { look: WAITING, sent };
  const anew = { hash: found.hash, call };
  const receipt = await orNull(getTransactionReceipt(client, { hash: found.hash }));
  return { look: receipt === null ? WAITING : { kind: 'mined', receipt }, sent: anew };
}

/**
 * The transaction in a block that bears somebody's number.
 *
 * @returns `null` when it is in none of the blocks that are searched.
 */
export async function findByNonce(
  client: ChainClient,
  {
    from,
    nonce,
    sinceBlock,
    head,
  }: Pick<SentCall, 'from' | 'nonce' | 'sinceBlock'> & { readonly head: bigint },
): Promise<FoundTransaction | null> {
  const end = head - sinceBlock > LONGEST_SEARCH ? sinceBlock + LONGEST_SEARCH : head;
  for (let number = sinceBlock; number <= end; number += 1n) {
    const block = await getBlock(client, { blockNumber: number, includeTransactions: true });
    const found = block.transactions.find(
      (transaction) => transaction.nonce === nonce && sameAddress(transaction.from, from),
    );
    if (found !== undefined) {
      return { hash: found.hash, to: found.to, value: found.value, input: found.input };
    }
  }
  return null;
}

/** Whether every block that {@link findByNonce} looks into was there: one more does not bring it. */
export function isSearched({
  sinceBlock,
  head,
}: Pick<SentCall, 'sinceBlock'> & { readonly head: bigint }): boolean {
  return head - sinceBlock > LONGEST_SEARCH;
}

/** The wallet's own words: a speed-up repeats the call. */
export function isSameCall(
  sent: Pick<SentCall, 'to' | 'value' | 'input'>,
  found: FoundTransaction,
): boolean {
  const isSameTarget =
    found.to === null || sent.to === null ? found.to === sent.to : sameAddress(found.to, sent.to);
  return (
    isSameTarget &&
    found.value === sent.value &&
    found.input.toLowerCase() === sent.input.toLowerCase()
  );
}

const WAITING = { kind: 'waiting' } as const;

const NOT_FOUND: ReadonlySet<string> = new Set([
  'TransactionReceiptNotFoundError',
  'TransactionNotFoundError',
]);

/** `null` for what viem says is not there; other failures are thrown. */
export async function orNull<Value>(answer: Promise<Value>): Promise<Value | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && NOT_FOUND.has(error.name)) return null;
    throw error;
  }
}

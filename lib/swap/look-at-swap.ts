import type { TransactionReceipt } from 'viem';
import {
  call,
  getBlock,
  getTransaction,
  getTransactionCount,
  getTransactionReceipt,
} from 'viem/actions';
import type { ChainClient } from '#lib/chain/create-chain-client.ts';
import { decodeRevert } from '#lib/chain/decode-revert.ts';
import type { BlockRef } from '#lib/chain/read-block.ts';
import { type Address, sameAddress } from '#lib/domain/address.ts';
import type { FoundTransaction, SwapObservation } from './observe-swap.ts';
import { receiptAmounts } from './receipt-amounts.ts';
import type { SwapErrorCode } from './swap-errors.ts';
import type { SwapRecord } from './swap-record.ts';

/** Blocks searched for the transaction that took another one's place. */
const LONGEST_SEARCH = 256n;

export type SwapLook = {
  readonly client: ChainClient;
  readonly wlux: Address;
  readonly record: SwapRecord;
  /** The latest block. */
  readonly head: BlockRef;
};

/**
 * Looks up on the chain what became of a swap that was sent.
 *
 * @throws what viem throws when the chain does not answer.
 */
export async function lookAtSwap(look: SwapLook): Promise<SwapObservation> {
  const { head } = look;
  return {
    head: head.number,
    chainTime: Number(head.timestamp),
    result: await resultOf(look),
  };
}

async function resultOf(look: SwapLook): Promise<SwapObservation['result']> {
  const { client, record } = look;
  const { hash, nonce } = record.transaction;
  const receipt = await orNull(getTransactionReceipt(client, { hash }), NOT_FOUND);
  if (receipt !== null) return await settled(look, receipt);
  const known = await orNull(getTransaction(client, { hash }), NOT_FOUND);
  if (known !== null) return { kind: 'waiting' };
  const used = await getTransactionCount(client, { address: record.account });
  if (used <= nonce) return { kind: 'unknown' };
  return { kind: 'superseded', found: await findByNonce(look) };
}

async function settled(
  look: SwapLook,
  receipt: TransactionReceipt,
): Promise<SwapObservation['result']> {
  const { record, wlux } = look;
  const { blockNumber, gasUsed, effectiveGasPrice, logs } = receipt;
  const cost = gasUsed * effectiveGasPrice;
  if (receipt.status === 'reverted') {
    return { kind: 'reverted', blockNumber, cost, code: await whyReverted(look, receipt) };
  }
  const { account, pay, receive, transaction } = record;
  const amounts = receiptAmounts(logs, { account, router: transaction.to, wlux, pay, receive });
  return { kind: 'succeeded', receipt: { blockNumber, cost, ...amounts } };
}

/** Nodes keep no reason for a revert, so it is worked out. */
async function whyReverted(
  { client, record }: SwapLook,
  { blockNumber, gasUsed }: TransactionReceipt,
): Promise<SwapErrorCode> {
  const { to, input, value, deadline, hash } = record.transaction;
  const { gas } = await getTransaction(client, { hash });
  if (gasUsed === gas) return 'swap/out-of-gas';
  const { timestamp } = await getBlock(client, { blockNumber });
  if (deadline !== null && Number(timestamp) > deadline) return 'swap/deadline-passed';
  try {
    const before = { blockNumber: blockNumber - 1n, batch: false } as const;
    await call(client, { account: record.account, to, data: input, value, ...before });
    // It would have passed on the state before its block: the price moved within the block.
    return 'swap/slippage-exceeded';
  } catch (error) {
    const { code } = decodeRevert(error);
    return code === 'chain/unreachable' ? 'swap/reverted' : code;
  }
}

/** The transaction in a block that bears the record's account and number. */
async function findByNonce({ client, record, head }: SwapLook): Promise<FoundTransaction | null> {
  const { sentBlock, nonce } = record.transaction;
  const end = head.number - sentBlock > LONGEST_SEARCH ? sentBlock + LONGEST_SEARCH : head.number;
  for (let number = sentBlock; number <= end; number += 1n) {
    const block = await getBlock(client, { blockNumber: number, includeTransactions: true });
    const found = block.transactions.find(
      (transaction) => transaction.nonce === nonce && sameAddress(transaction.from, record.account),
    );
    if (found !== undefined) {
      return { hash: found.hash, to: found.to, value: found.value, input: found.input };
    }
  }
  return null;
}

const NOT_FOUND: ReadonlySet<string> = new Set([
  'TransactionReceiptNotFoundError',
  'TransactionNotFoundError',
]);

/** `null` for what viem says is not there; other failures are thrown. */
async function orNull<Value>(
  answer: Promise<Value>,
  absences: ReadonlySet<string>,
): Promise<Value | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && absences.has(error.name)) return null;
    throw error;
  }
}

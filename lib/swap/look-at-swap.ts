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
import { findByNonce, isSearched, orNull } from '#lib/chain/look-at-transaction.ts';
import type { BlockRef } from '#lib/chain/read-block.ts';
import type { Address } from '#lib/domain/address.ts';
import type { SwapObservation } from './observe-swap.ts';
import { receiptAmounts } from './receipt-amounts.ts';
import type { SwapErrorCode } from './swap-errors.ts';
import type { SwapRecord } from './swap-record.ts';

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
  const { client, record, head } = look;
  const { hash, nonce, sender, sentBlock: sinceBlock } = record.transaction;
  const receipt = await orNull(getTransactionReceipt(client, { hash }));
  if (receipt !== null) return await settled(look, receipt);
  const known = await orNull(getTransaction(client, { hash }));
  if (known !== null) return { kind: 'waiting' };
  // What somebody else sent for a contract has that one's number, and another may carry the same swap.
  if (sender !== undefined) return { kind: 'unknown' };
  const used = await getTransactionCount(client, { address: record.account });
  if (used <= nonce) return { kind: 'unknown' };
  const search = { from: record.account, nonce, sinceBlock, head: head.number };
  const found = await findByNonce(client, search);
  // Its number may be used in a block newer than the head, or that this node does not have yet.
  if (found === null && !isSearched(search)) return { kind: 'waiting' };
  return { kind: 'superseded', found };
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

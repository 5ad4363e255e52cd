import type { PublicClient } from 'viem';
import type { Address, Hash } from '#lib/domain/address.ts';
import type { ChainEndpoints } from './chain-endpoints.ts';
import { isConnectionFault, rpcAnswer } from './endpoint-fault.ts';
import {
  type MinedReceipt,
  type NonceLook,
  type SubmitterChain,
  TransactionRefusedError,
} from './submitter.ts';

/** What nodes say of a transaction that they have already. */
const KNOWN = /already ?known|already imported|\bknown transaction/i;

/**
 * The chain over the endpoints, as the submitter of transactions needs it.
 *
 * @param onGasLimit is told what fits into a block, with each that is looked at
 */
export function createSubmitterChain(
  endpoints: ChainEndpoints,
  onGasLimit: (gas: bigint) => void = () => undefined,
): SubmitterChain {
  const { client } = endpoints;
  return {
    nonce: async (address) =>
      await endpoints.onOne(async ({ client: one, reaches }) => {
        reaches(Number(await one.getBlockNumber({ cacheTime: 0 })));
        return await one.getTransactionCount({ address, blockTag: 'latest' });
      }),
    async baseFeeWei() {
      const { baseFeePerGas, gasLimit } = await client.getBlock({ blockTag: 'latest' });
      // Some nodes leave it out.
      if (gasLimit > 0n) onGasLimit(gasLimit);
      return baseFeePerGas ?? 0n;
    },
    balanceWei: async (address) => await client.getBalance({ address }),
    send: async (raw) => await sendRaw(endpoints, raw),
    look: async ({ account, transactions, confirmations }) =>
      await endpoints.onOne(async ({ client: one, reaches }): Promise<NonceLook> => {
        const head = Number(await one.getBlockNumber({ cacheTime: 0 }));
        reaches(head);
        const deep = Math.max(0, head - confirmations + 1);
        // Nonces first: a block that comes in between shows in the receipts.
        const deepNonce = await nonceAt(one, { address: account, block: deep });
        const nonce = await one.getTransactionCount({ address: account, blockTag: 'latest' });
        return { nonce, deepNonce, receipt: await receiptOf(one, { transactions, head }) };
      }),
    async knows(hash) {
      const found = await client.request({ method: 'eth_getTransactionByHash', params: [hash] });
      return found !== null;
    },
  };
}

/** 0 where the node keeps no state of that block: then no nonce counts as used for good. */
async function nonceAt(
  client: PublicClient,
  { address, block }: { readonly address: Address; readonly block: number },
): Promise<number> {
  try {
    return await client.getTransactionCount({ address, blockNumber: BigInt(block) });
  } catch (error) {
    if (rpcAnswer(error) === null) throw error;
    return 0;
  }
}

/** An endpoint whose answer got lost may have taken it, whatever the next one says. */
async function sendRaw(endpoints: ChainEndpoints, raw: Hash): Promise<void> {
  let mayBeOut = false;
  try {
    await endpoints.onOne(async ({ client }) => {
      try {
        await client.request({ method: 'eth_sendRawTransaction', params: [raw] });
      } catch (error) {
        mayBeOut ||= isConnectionFault(error);
        throw error;
      }
    });
  } catch (error) {
    const answer = rpcAnswer(error);
    if (answer !== null && KNOWN.test(answer.details)) return;
    if (answer === null || mayBeOut) throw error;
    throw new TransactionRefusedError(answer.details, { cause: error });
  }
}

async function receiptOf(
  client: PublicClient,
  { transactions, head }: { readonly transactions: readonly Hash[]; readonly head: number },
): Promise<MinedReceipt | null> {
  for (const transaction of transactions) {
    const params: [Hash] = [transaction];
    const found = await client.request({ method: 'eth_getTransactionReceipt', params });
    if (found === null) continue;
    const block = Number(found.blockNumber);
    return {
      transaction,
      block,
      succeeded: found.status === '0x1',
      gasUsed: BigInt(found.gasUsed),
      confirmations: Math.max(1, head - block + 1),
    };
  }
  return null;
}

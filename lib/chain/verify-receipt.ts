import { hashTypedData, recoverTypedDataAddress } from 'viem';
import { sameAddress } from '#lib/domain/address.ts';
import type { Receipt } from '#lib/domain/receipt.ts';
import { type OrderDomain, orderTypedData, receiptTypedData } from './order-typed-data.ts';

/** What of a receipt is not as it says. */
export type ReceiptFault =
  /** The order in it does not have the hash that was confirmed. */
  | 'order-hash'
  /** The command is not in the block that is named. */
  | 'block'
  /** The signature is not that of the operator who is named, over this. */
  | 'signature';

/**
 * Whether a receipt is what it says, from itself alone: the order has its hash, and the operator who
 * is named confirmed that hash with the number and the log before it. Whether this is the operator,
 * the chain and the contract that one trusts, and whether the order is one's own, is for the caller to
 * compare; whether the journal says the same, `npm run replay -- receipt` finds out.
 *
 * @returns `null` when it is, else what is wrong first.
 */
export async function verifyReceipt(receipt: Receipt): Promise<ReceiptFault | null> {
  const { seq, order, orderHash, logHash, block, operator, signature } = receipt;
  const { chainId, verifyingContract } = receipt;
  const domain: OrderDomain = { chainId, verifyingContract };
  if (hashTypedData(orderTypedData(domain, order)) !== orderHash.toLowerCase()) return 'order-hash';
  if (seq < block.firstSeq || seq > block.lastSeq) return 'block';
  const signed = receiptTypedData(domain, { seq, orderHash, previousLogHash: logHash });
  try {
    const signer = await recoverTypedDataAddress({ ...signed, signature });
    return sameAddress(signer, operator) ? null : 'signature';
  } catch {
    // No key can have made it.
    return 'signature';
  }
}

import type { OrderDomain } from '#lib/chain/order-typed-data.ts';
import { type ReceiptFault, verifyReceipt } from '#lib/chain/verify-receipt.ts';
import { type Address, sameAddress } from '#lib/domain/address.ts';
import type { Receipt } from '#lib/domain/receipt.ts';

/** What a page knows of an order and of the exchange without the receipt. */
export type ReceiptFacts = {
  readonly orderId: number;
  /** Whose order it is. */
  readonly owner: Address;
  /** Where the page's own orders are signed for. */
  readonly domain: OrderDomain;
  /** Who the exchange says its operator is; `null` = it says nobody. */
  readonly operator: Address | null;
};

/** What is wrong with a receipt: with itself, or with what it was asked for. */
export type ReceiptProblem = ReceiptFault | 'order' | 'account' | 'domain' | 'operator';

/**
 * Whether a receipt proves that the operator of this exchange took this order of this account.
 *
 * @returns `null` when it does, else what is wrong first.
 */
export async function checkReceipt(
  receipt: Receipt,
  { orderId, owner, domain, operator }: ReceiptFacts,
): Promise<ReceiptProblem | null> {
  if (receipt.orderId !== orderId) return 'order';
  if (!sameAddress(receipt.order.account, owner)) return 'account';
  const isHere =
    receipt.chainId === domain.chainId &&
    sameAddress(receipt.verifyingContract, domain.verifyingContract);
  if (!isHere) return 'domain';
  const fault = await verifyReceipt(receipt);
  if (fault !== null) return fault;
  return operator !== null && sameAddress(receipt.operator, operator) ? null : 'operator';
}

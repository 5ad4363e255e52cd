import type { Hex, TransactionSerializableEIP1559 } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { receiptTypedData } from '#lib/chain/order-typed-data.ts';
import type { Address } from '#lib/domain/address.ts';

/** A transaction with everything that is signed. */
export type OperatorTransaction = TransactionSerializableEIP1559 & {
  readonly to: Address;
  readonly data: Hex;
  readonly nonce: number;
};

/** The operator's word that an order was accepted, as it is signed. */
export type ReceiptData = ReturnType<typeof receiptTypedData>;

/** Who signs for the operator, transactions and receipts; the key itself may be elsewhere. */
export type OperatorSigner = {
  readonly address: Address;
  /**
   * The signed transaction, ready to be sent.
   *
   * @throws SignerError when the key cannot be reached or refuses.
   */
  sign(transaction: OperatorTransaction): Promise<Hex>;
  /**
   * The signature under a receipt: 65 bytes, with 27 or 28 at the end.
   *
   * @throws SignerError when the key cannot be reached or refuses.
   */
  signReceipt(receipt: ReceiptData): Promise<Hex>;
};

/** Signs with a key that is at hand. */
export function keySigner(privateKey: Hex): OperatorSigner {
  const account = privateKeyToAccount(privateKey);
  return {
    address: account.address,
    sign: async (transaction) => await account.signTransaction(transaction),
    signReceipt: async (receipt) => await account.signTypedData(receipt),
  };
}

/** The operator's key cannot sign: what is wrong, and what to do. */
export class SignerError extends Error {
  override readonly name = 'SignerError';
}

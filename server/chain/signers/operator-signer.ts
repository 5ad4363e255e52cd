import type { Hex, TransactionSerializableEIP1559 } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { Address } from '#lib/domain/address.ts';

/** A transaction with everything that is signed. */
export type OperatorTransaction = TransactionSerializableEIP1559 & {
  readonly to: Address;
  readonly data: Hex;
  readonly nonce: number;
};

/** Who signs the operator's transactions; the key itself may be elsewhere. */
export type OperatorSigner = {
  readonly address: Address;
  /**
   * The signed transaction, ready to be sent.
   *
   * @throws SignerError when the key cannot be reached or refuses.
   */
  sign(transaction: OperatorTransaction): Promise<Hex>;
};

/** Signs with a key that is at hand. */
export function keySigner(privateKey: Hex): OperatorSigner {
  const account = privateKeyToAccount(privateKey);
  return {
    address: account.address,
    sign: async (transaction) => await account.signTransaction(transaction),
  };
}

/** The operator's key cannot sign: what is wrong, and what to do. */
export class SignerError extends Error {
  override readonly name = 'SignerError';
}

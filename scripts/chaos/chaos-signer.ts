import { type Account, bytesToHex, concatHex, type HDAccount, type Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { OrderSigner } from '#lib/chain/order-signature.ts';
import type { Address } from '#lib/domain/address.ts';

/** Who owns an account: somebody with a key, or a contract that says what it has signed (ERC-1271). */
export type ChaosSigner = {
  readonly address: Address;
  /** Whose transactions it sends: a key's, or an address whose transactions the node takes as they come. */
  readonly sender: Account | Address;
  /** A key of its own; of a contract that of its first owner, with which nothing is signed alone. */
  readonly privateKey: Hex;
  readonly isContract: boolean;
  /** Orders, approvals and withdrawals. */
  readonly typed: OrderSigner;
  /** A text, as wallets sign them (EIP-191). */
  readonly text: (message: string) => Promise<Hex>;
};

/** Somebody who signs alone. */
export function keySigner(wallet: HDAccount): ChaosSigner {
  const key = wallet.getHdKey().privateKey;
  if (key === null) throw new TypeError('a development account has no key');
  const privateKey = bytesToHex(key);
  return {
    address: wallet.address,
    sender: wallet,
    privateKey,
    isContract: false,
    typed: { privateKey },
    text: async (message) => await wallet.signMessage({ message }),
  };
}

/** A wallet of two keys, which takes what both have signed, one signature behind the other. */
export function contractSigner(address: Address, keys: readonly [Hex, Hex]): ChaosSigner {
  const owners = keys.map((key) => privateKeyToAccount(key));
  return {
    address,
    sender: address,
    privateKey: keys[0],
    isContract: true,
    typed: {
      signTypedData: async (data) =>
        concatHex(await Promise.all(owners.map(async (owner) => await owner.signTypedData(data)))),
    },
    text: async (message) =>
      concatHex(
        await Promise.all(owners.map(async (owner) => await owner.signMessage({ message }))),
      ),
  };
}

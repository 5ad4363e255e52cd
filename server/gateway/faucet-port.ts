import type { Address, Hash } from '#lib/domain/address.ts';
import type { Quanta } from '#lib/domain/quanta.ts';

/** Gives test tokens to an address. */
export type FaucetPort = {
  /**
   * Resolves to the transaction that brings the tokens, sent and not yet mined.
   *
   * @throws ProtocolError with a code `faucet/…`, or `chain/unavailable`.
   */
  fund(address: string): Promise<{
    readonly address: Address;
    readonly hash: Hash;
    /** Test money that is on the exchange already, in quanta; none by default. */
    readonly credited?: readonly { readonly asset: string; readonly amount: Quanta }[];
  }>;
};

import type { Address, Hash } from '#lib/domain/address.ts';

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
  }>;
};

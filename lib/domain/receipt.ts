import type { Address, Hash } from './address.ts';
import type { SignedOrder } from './signed-order.ts';

/** The operator's word that an order was accepted, and where the journal holds it. */
export type Receipt = {
  /** Number of the command that placed the order, or that changed it under a new signature. */
  readonly seq: number;
  readonly orderId: number;
  /** As it was signed for that command; what came later is not in it. */
  readonly order: SignedOrder;
  /** EIP-712 digest of the order. */
  readonly orderHash: Hash;
  /** Chain hash of the journal before the block that holds the command. */
  readonly logHash: Hash;
  /** The block of the journal that holds the command, and its own chain hash. */
  readonly block: { readonly firstSeq: number; readonly lastSeq: number; readonly hash: Hash };
  /** Where the signatures of order and receipt are valid. */
  readonly chainId: number;
  readonly verifyingContract: Address;
  readonly operator: Address;
  /** The operator's, 65 bytes, over `Receipt { seq, orderHash, previousLogHash }`. */
  readonly signature: `0x${string}`;
};

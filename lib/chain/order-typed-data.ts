import type { Address, Hash } from '#lib/domain/address.ts';
import type { AgentApproval, SignedOrder } from '#lib/domain/signed-order.ts';

/** Where a signature is valid: on one chain, for one contract (API.md, The signed order). */
export type OrderDomain = {
  readonly chainId: number;
  /** The clearing house, whose address is fixed before its code is there. */
  readonly verifyingContract: Address;
};

/** What an owner signs to end every order that was signed before (`CancelAll`). */
export type SignedCancelAll = {
  readonly account: Address;
  /** The new epoch, one more than the present one; at most 65535. */
  readonly epoch: number;
};

/** Stands for the chain's own currency where a token's address is signed (ERC-7528). */
export const NATIVE_ASSET: Address = '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE';

/** What an owner signs to take money out of custody (`Withdrawal`). */
export type SignedWithdrawal = {
  readonly account: Address;
  /** The token's address, or `NATIVE_ASSET` for wrapped LUX that is to be paid as native LUX. */
  readonly asset: Address;
  /** Quanta. */
  readonly amount: bigint;
  readonly to: Address;
  readonly nonce: number;
  /** Seconds since the epoch. */
  readonly expiry: number;
  readonly epoch: number;
};

/** What the operator signs to confirm that an order was accepted (`Receipt`). */
export type SignedReceipt = {
  /** Number of the command that placed the order. */
  readonly seq: number;
  /** EIP-712 digest of the order. */
  readonly orderHash: Hash;
  /** Chain hash of the journal before the block that holds the command. */
  readonly previousLogHash: Hash;
};

/** Name and version of the EIP-712 domain. They are part of every signature and never change. */
export const DOMAIN_NAME = 'Lux Exchange';
export const DOMAIN_VERSION = '1';

/** Fields of each struct in the order in which they are hashed. */
export const signedTypes = {
  Order: [
    { name: 'account', type: 'address' },
    { name: 'market', type: 'uint16' },
    { name: 'flags', type: 'uint8' },
    { name: 'price', type: 'uint64' },
    { name: 'quantity', type: 'uint64' },
    { name: 'triggerPrice', type: 'uint64' },
    { name: 'nonce', type: 'uint48' },
    { name: 'expiry', type: 'uint32' },
    { name: 'epoch', type: 'uint16' },
    { name: 'maxFeePpm', type: 'uint24' },
  ],
  AgentApproval: [
    { name: 'account', type: 'address' },
    { name: 'agent', type: 'address' },
    { name: 'expiry', type: 'uint32' },
    { name: 'markets', type: 'uint64' },
    { name: 'maxNotional', type: 'uint128' },
    { name: 'nonce', type: 'uint48' },
  ],
  CancelAll: [
    { name: 'account', type: 'address' },
    { name: 'epoch', type: 'uint16' },
  ],
  Withdrawal: [
    { name: 'account', type: 'address' },
    { name: 'asset', type: 'address' },
    { name: 'amount', type: 'uint64' },
    { name: 'to', type: 'address' },
    { name: 'nonce', type: 'uint48' },
    { name: 'expiry', type: 'uint32' },
    { name: 'epoch', type: 'uint16' },
  ],
  Receipt: [
    { name: 'seq', type: 'uint64' },
    { name: 'orderHash', type: 'bytes32' },
    { name: 'previousLogHash', type: 'bytes32' },
  ],
} as const;

/** The whole domain as EIP-712 has it. */
function typedDataDomain({ chainId, verifyingContract }: OrderDomain) {
  return { name: DOMAIN_NAME, version: DOMAIN_VERSION, chainId, verifyingContract } as const;
}

/** An order as a wallet shows and signs it: arguments of viem's `signTypedData`. */
export function orderTypedData(domain: OrderDomain, order: SignedOrder) {
  const { price, quantity, triggerPrice } = order;
  return {
    domain: typedDataDomain(domain),
    types: { Order: signedTypes.Order },
    primaryType: 'Order',
    message: {
      ...order,
      price: BigInt(price),
      quantity: BigInt(quantity),
      triggerPrice: BigInt(triggerPrice),
    },
  } as const;
}

/** An approval of a trading key, likewise. */
export function agentApprovalTypedData(domain: OrderDomain, approval: AgentApproval) {
  return {
    domain: typedDataDomain(domain),
    types: { AgentApproval: signedTypes.AgentApproval },
    primaryType: 'AgentApproval',
    message: approval,
  } as const;
}

/** The end of all orders of an epoch, likewise. */
export function cancelAllTypedData(domain: OrderDomain, cancelAll: SignedCancelAll) {
  return {
    domain: typedDataDomain(domain),
    types: { CancelAll: signedTypes.CancelAll },
    primaryType: 'CancelAll',
    message: cancelAll,
  } as const;
}

/** A withdrawal, likewise. */
export function withdrawalTypedData(domain: OrderDomain, withdrawal: SignedWithdrawal) {
  return {
    domain: typedDataDomain(domain),
    types: { Withdrawal: signedTypes.Withdrawal },
    primaryType: 'Withdrawal',
    message: withdrawal,
  } as const;
}

/** The operator's confirmation of an order, likewise. */
export function receiptTypedData(domain: OrderDomain, receipt: SignedReceipt) {
  const { seq, orderHash, previousLogHash } = receipt;
  return {
    domain: typedDataDomain(domain),
    types: { Receipt: signedTypes.Receipt },
    primaryType: 'Receipt',
    message: { seq: BigInt(seq), orderHash, previousLogHash },
  } as const;
}

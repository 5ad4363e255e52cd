import { bytesToHex, hashTypedData } from 'viem';
import { OrderHasher } from '#lib/chain/order-hasher.ts';
import {
  agentApprovalTypedData,
  cancelAllTypedData,
  type OrderDomain,
  orderTypedData,
  withdrawalTypedData,
} from '#lib/chain/order-typed-data.ts';
import type { Address } from '#lib/domain/address.ts';
import { feeOf } from '#lib/domain/fee.ts';

/** Where the vectors are, below the project's folder; contracts/test reads them. */
export const VECTORS_FILE = 'contracts/test/clearing-house/vectors/settlement.json';

const CASES = 24;

/** Where the contract of the vectors stands; forge computes the same domain for it. */
const domain: OrderDomain = {
  chainId: 96_369,
  verifyingContract: '0x00000000000000000000000000000000c1ea2111',
};

/**
 * Structs with their EIP-712 digests and fees as TypeScript computes them, for forge to compute them
 * too. The largest and smallest values of every field are among them.
 *
 * @throws Error when our hasher and viem differ.
 */
export function settlementVectors(): string {
  const next = generator(0x6c7578);
  const indices = Array.from({ length: CASES }, (_, index) => index);
  const vectors = {
    chainId: domain.chainId,
    verifyingContract: domain.verifyingContract,
    orders: indices.map((index) => order(next, index)),
    approvals: indices.map((index) => approval(next, index)),
    withdrawals: indices.map((index) => withdrawal(next, index)),
    cancelAlls: indices.map((index) => cancelAll(next, index)),
    fees: fees(next),
  };
  return `${JSON.stringify(vectors, null, 1)}\n`;
}

type Next = (bits: number) => bigint;

/** The first case has zeros, the second the largest values, the others whatever comes. */
function field(next: Next, index: number, bits: number): bigint {
  const value = next(bits);
  if (index === 0) return 0n;
  return index === 1 ? (1n << BigInt(bits)) - 1n : value;
}

function addressOf(next: Next, index: number): Address {
  return `0x${field(next, index, 160).toString(16).padStart(40, '0')}`;
}

function number(next: Next, index: number, bits: number): number {
  return Number(field(next, index, bits));
}

function order(next: Next, index: number) {
  const message = {
    account: addressOf(next, index),
    market: number(next, index, 6),
    flags: number(next, index, 4),
    price: number(next, index, 31),
    quantity: number(next, index, 31),
    triggerPrice: number(next, index, 31),
    nonce: number(next, index, 48),
    expiry: number(next, index, 32),
    epoch: number(next, index, 16),
    maxFeePpm: number(next, index, 24),
  };
  const digest = bytesToHex(new OrderHasher(domain).order(message));
  return { ...message, digest: same(digest, hashTypedData(orderTypedData(domain, message))) };
}

function approval(next: Next, index: number) {
  const message = {
    account: addressOf(next, index),
    agent: addressOf(next, index),
    expiry: number(next, index, 32),
    markets: field(next, index, 64),
    maxNotional: field(next, index, 128),
    nonce: number(next, index, 48),
  };
  const digest = bytesToHex(new OrderHasher(domain).agentApproval(message));
  return {
    ...message,
    markets: message.markets.toString(),
    maxNotional: message.maxNotional.toString(),
    digest: same(digest, hashTypedData(agentApprovalTypedData(domain, message))),
  };
}

function withdrawal(next: Next, index: number) {
  const message = {
    account: addressOf(next, index),
    asset: addressOf(next, index),
    amount: field(next, index, 64),
    to: addressOf(next, index),
    nonce: number(next, index, 48),
    expiry: number(next, index, 32),
    epoch: number(next, index, 16),
  };
  const digest = bytesToHex(new OrderHasher(domain).withdrawal(message));
  return {
    ...message,
    amount: message.amount.toString(),
    digest: same(digest, hashTypedData(withdrawalTypedData(domain, message))),
  };
}

function cancelAll(next: Next, index: number) {
  const message = { account: addressOf(next, index), epoch: number(next, index, 16) };
  const digest = bytesToHex(new OrderHasher(domain).cancelAll(message));
  return { ...message, digest: same(digest, hashTypedData(cancelAllTypedData(domain, message))) };
}

/** Amounts around every rounding boundary, as text: they exceed what JSON readers take for numbers. */
function fees(next: Next) {
  const around = [0, 1, 2, 1_999, 2_000, 2_001, 999_999, 1_000_000, 1_000_001];
  const largest = [Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER];
  const others = Array.from({ length: CASES }, () => Number(next(53)));
  return [...around, ...largest, ...others].flatMap((amount) =>
    [0, 1, 200, 500, 999_999, 1_000_000].map((ppm) => ({
      amount: String(amount),
      ppm,
      fee: String(feeOf(amount, ppm)),
    })),
  );
}

function same(ours: string, viems: string): string {
  if (ours !== viems) throw new Error(`our hasher says ${ours}, viem ${viems}`);
  return ours;
}

/** Bits that are the same in every run (SplitMix64). */
function generator(seed: number): Next {
  let state = BigInt(seed);
  const word = () => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    const first = BigInt.asUintN(64, (state ^ (state >> 30n)) * 0xbf58476d1ce4e5b9n);
    const second = BigInt.asUintN(64, (first ^ (first >> 27n)) * 0x94d049bb133111ebn);
    return second ^ (second >> 31n);
  };
  return (bits) => {
    let value = 0n;
    for (let taken = 0; taken < bits; taken += 64) value = (value << 64n) | word();
    return BigInt.asUintN(bits, value);
  };
}

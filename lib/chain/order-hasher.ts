import { encodeAbiParameters, keccak256, stringToBytes, stringToHex } from 'viem';
import { type Address, isAddress } from '#lib/domain/address.ts';
import type { AgentApproval, SignedOrder } from '#lib/domain/signed-order.ts';
import {
  DOMAIN_NAME,
  DOMAIN_VERSION,
  type OrderDomain,
  type SignedCancelAll,
  type SignedWithdrawal,
  signedTypes,
} from './order-typed-data.ts';

/** It may write the hash to `target`, and gives it. */
type Keccak256 = (bytes: Uint8Array, target?: Uint8Array) => Uint8Array;

type StructName = keyof typeof signedTypes;

const WORD_BYTES = 32;
const ADDRESS_BYTES = 20;
const LARGEST_STRUCT_WORDS = 11;

const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const LOWER_CASE = 0x20;
const LOWER_A = 0x61;

/** Prefix, domain separator, hash of the struct. */
const DIGEST_BYTES = 2 + 2 * WORD_BYTES;

const DOMAIN_TYPE_HASH = keccak256(
  stringToHex('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'),
);

const typeHashes: Readonly<Record<StructName, Uint8Array>> = {
  Order: typeHash('Order'),
  AgentApproval: typeHash('AgentApproval'),
  CancelAll: typeHash('CancelAll'),
  Withdrawal: typeHash('Withdrawal'),
  Receipt: typeHash('Receipt'),
};

/**
 * EIP-712 digests of one domain, the same as viem's `hashTypedData` gives at a tenth of its cost: what
 * does not change is hashed once, and every field has its fixed place. One hasher serves one caller at
 * a time, which in JavaScript is no restriction.
 */
export class OrderHasher {
  readonly domain: OrderDomain;
  readonly #keccak256: Keccak256;
  readonly #struct = new Uint8Array(LARGEST_STRUCT_WORDS * WORD_BYTES);
  readonly #view = new DataView(this.#struct.buffer);
  readonly #digest = new Uint8Array(DIGEST_BYTES);
  readonly #structHash = this.#digest.subarray(DIGEST_BYTES - WORD_BYTES);

  /** @param hash - where there is a quicker Keccak-256 than the one that runs everywhere */
  constructor(domain: OrderDomain, hash: Keccak256 = (bytes) => keccak256(bytes, 'bytes')) {
    this.domain = domain;
    this.#keccak256 = hash;
    this.#digest.set([0x19, 0x01]);
    this.#digest.set(domainSeparator(domain), 2);
  }

  /**
   * The 32 bytes that are signed.
   *
   * @throws UnsignableFieldError when a field is out of the range of its type.
   */
  order(order: SignedOrder): Uint8Array {
    this.#begin('Order');
    this.#address(1, 'account', order.account);
    this.#number(2, 'market', order.market, 0xffff);
    this.#number(3, 'flags', order.flags, 0xff);
    this.#number(4, 'price', order.price, Number.MAX_SAFE_INTEGER);
    this.#number(5, 'quantity', order.quantity, Number.MAX_SAFE_INTEGER);
    this.#number(6, 'triggerPrice', order.triggerPrice, Number.MAX_SAFE_INTEGER);
    this.#number(7, 'nonce', order.nonce, 0xffff_ffff_ffff);
    this.#number(8, 'expiry', order.expiry, 0xffff_ffff);
    this.#number(9, 'epoch', order.epoch, 0xffff);
    this.#number(10, 'maxFeePpm', order.maxFeePpm, 0xff_ffff);
    return this.#finish(11);
  }

  /** @throws UnsignableFieldError when a field is out of the range of its type. */
  agentApproval(approval: AgentApproval): Uint8Array {
    this.#begin('AgentApproval');
    this.#address(1, 'account', approval.account);
    this.#address(2, 'agent', approval.agent);
    this.#number(3, 'expiry', approval.expiry, 0xffff_ffff);
    this.#bigint(4, 'markets', approval.markets, 64);
    this.#bigint(5, 'maxNotional', approval.maxNotional, 128);
    this.#number(6, 'nonce', approval.nonce, 0xffff_ffff_ffff);
    return this.#finish(7);
  }

  /** @throws UnsignableFieldError when a field is out of the range of its type. */
  cancelAll(cancelAll: SignedCancelAll): Uint8Array {
    this.#begin('CancelAll');
    this.#address(1, 'account', cancelAll.account);
    this.#number(2, 'epoch', cancelAll.epoch, 0xffff);
    return this.#finish(3);
  }

  /** @throws UnsignableFieldError when a field is out of the range of its type. */
  withdrawal(withdrawal: SignedWithdrawal): Uint8Array {
    this.#begin('Withdrawal');
    this.#address(1, 'account', withdrawal.account);
    this.#address(2, 'asset', withdrawal.asset);
    this.#bigint(3, 'amount', withdrawal.amount, 64);
    this.#address(4, 'to', withdrawal.to);
    this.#number(5, 'nonce', withdrawal.nonce, 0xffff_ffff_ffff);
    this.#number(6, 'expiry', withdrawal.expiry, 0xffff_ffff);
    this.#number(7, 'epoch', withdrawal.epoch, 0xffff);
    return this.#finish(8);
  }

  #begin(name: StructName): void {
    this.#struct.fill(0);
    this.#struct.set(typeHashes[name]);
  }

  #finish(words: number): Uint8Array {
    const struct = this.#struct.subarray(0, words * WORD_BYTES);
    const hash = this.#keccak256(struct, this.#structHash);
    if (hash !== this.#structHash) this.#structHash.set(hash);
    return this.#keccak256(this.#digest);
  }

  #address(word: number, name: string, address: Address): void {
    if (!isAddress(address)) throw new UnsignableFieldError(name);
    const end = (word + 1) * WORD_BYTES;
    for (let byte = 0; byte < ADDRESS_BYTES; byte += 1) {
      const high = digitAt(address, 2 + 2 * byte);
      this.#struct[end - ADDRESS_BYTES + byte] = 16 * high + digitAt(address, 3 + 2 * byte);
    }
  }

  #number(word: number, name: string, value: number, most: number): void {
    if (!Number.isInteger(value) || value < 0 || value > most) throw new UnsignableFieldError(name);
    const end = (word + 1) * WORD_BYTES;
    this.#view.setUint32(end - 4, value % 2 ** 32);
    if (value >= 2 ** 32) this.#view.setUint32(end - 8, Math.floor(value / 2 ** 32));
  }

  #bigint(word: number, name: string, value: bigint, bits: number): void {
    if (value < 0n || value >= 1n << BigInt(bits)) throw new UnsignableFieldError(name);
    const end = (word + 1) * WORD_BYTES;
    this.#view.setBigUint64(end - 8, BigInt.asUintN(64, value));
    this.#view.setBigUint64(end - 16, value >> 64n);
  }
}

/** What a hexadecimal digit stands for: 0-9, then A-F or a-f. */
function digitAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code <= DIGIT_9 ? code - DIGIT_0 : (code | LOWER_CASE) - LOWER_A + 10;
}

function typeHash(name: StructName): Uint8Array {
  const fields = signedTypes[name].map((field) => `${field.type} ${field.name}`);
  return keccak256(stringToBytes(`${name}(${fields.join(',')})`), 'bytes');
}

function domainSeparator({ chainId, verifyingContract }: OrderDomain): Uint8Array {
  const encoded = encodeAbiParameters(
    [
      { type: 'bytes32' },
      { type: 'bytes32' },
      { type: 'bytes32' },
      { type: 'uint256' },
      { type: 'address' },
    ],
    [
      DOMAIN_TYPE_HASH,
      keccak256(stringToHex(DOMAIN_NAME)),
      keccak256(stringToHex(DOMAIN_VERSION)),
      BigInt(chainId),
      verifyingContract,
    ],
  );
  return keccak256(encoded, 'bytes');
}

/** A field does not fit its type: such a struct cannot be signed or verified anywhere. */
export class UnsignableFieldError extends RangeError {
  override readonly name = 'UnsignableFieldError';
  readonly field: string;

  constructor(field: string) {
    super(`${field} is out of the range that can be signed`);
    this.field = field;
  }
}

import { bytesToHex, type Hex, hexToBytes, type TypedDataDefinition } from 'viem';
import { sign } from 'viem/accounts';
import type { AgentApproval, SignedOrder } from '#lib/domain/signed-order.ts';
import { OrderHasher } from './order-hasher.ts';
import {
  agentApprovalTypedData,
  cancelAllTypedData,
  type OrderDomain,
  orderTypedData,
  type SignedCancelAll,
  type SignedWithdrawal,
  withdrawalTypedData,
} from './order-typed-data.ts';

/** Why a text is no signature. */
export type SignatureFault =
  | 'not-hexadecimal'
  | 'wrong-length'
  | 'zero'
  | 'out-of-range'
  | 'high-s'
  | 'wrong-v';

/**
 * A signature as it was sent: by a key (64 bytes: r, then s with the parity of R's y in its highest
 * bit, EIP-2098), by a contract (longer than 65 bytes, ERC-1271), or none at all.
 */
export type ParsedSignature =
  | { readonly kind: 'key'; readonly bytes: Uint8Array }
  | { readonly kind: 'contract'; readonly bytes: Uint8Array }
  | { readonly kind: 'none'; readonly fault: SignatureFault };

/** Who signs: a key that is at hand, or a wallet that is asked and shows what it signs. */
export type OrderSigner =
  | { readonly privateKey: Hex }
  | { readonly signTypedData: (data: TypedDataDefinition) => Promise<Hex> };

const COMPACT_BYTES = 64;
const LONG_BYTES = 65;
/** What a contract signs is bounded by what the journal holds of a command: fifteen owners of a Safe. */
const MOST_BYTES = 1_024;

/** Numbers of 32 bytes: the order of the curve, and half of it. */
const ORDER_OF_CURVE = hexToBytes(
  '0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141',
);
const HALF_ORDER = hexToBytes('0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0');
const ZERO = new Uint8Array(32);
const S_AT = 32;
const PARITY = 0x80;

/**
 * Reads a signature of 64 (EIP-2098) or 65 bytes (r, s, v with v 0, 1, 27 or 28), or a contract's.
 * Only the one of the two signatures of a key and a text that has the lower s is taken: whoever sees
 * a signature cannot make a second one of it.
 */
export function parseSignature(text: string): ParsedSignature {
  if (!/^0x(?:[0-9a-fA-F]{2})*$/.test(text)) return { kind: 'none', fault: 'not-hexadecimal' };
  const length = text.length / 2 - 1;
  if (length > LONG_BYTES && length <= MOST_BYTES) {
    return { kind: 'contract', bytes: hexToBytes(text as Hex) };
  }
  if (length !== COMPACT_BYTES && length !== LONG_BYTES) {
    return { kind: 'none', fault: 'wrong-length' };
  }
  const bytes = hexToBytes(text as Hex);
  return length === COMPACT_BYTES ? checked(bytes) : compacted(bytes);
}

/** Whether a text is as long as the signatures that only keys make: nobody else's have 64 bytes. */
export function isOfKeyLength(text: string): boolean {
  return text.length === 2 + 2 * COMPACT_BYTES;
}

/**
 * The 65 bytes of a text of that length, whatever they are; `null` for another text. Some contracts sign
 * with as many as a key does: a Safe one of whose owners is enough.
 */
export function longSignature(text: string): Uint8Array | null {
  const isLong = text.length === 2 + 2 * LONG_BYTES && /^0x[0-9a-fA-F]*$/.test(text);
  return isLong ? hexToBytes(text as Hex) : null;
}

/**
 * What a wallet answered, as it is sent. Of 65 bytes the page cannot tell whether a key or a contract
 * signed: they stay as they are.
 *
 * @throws UnusableSignatureError for what is no signature.
 */
export function walletSignature(answer: Hex): Hex {
  return longSignature(answer) === null ? compactHex(answer) : answer;
}

/** Signs an order; the answer is what `place_order` takes: of a key at hand `0x` and 128 hexadecimal digits. */
export async function signOrder(
  signer: OrderSigner,
  { domain, order }: { readonly domain: OrderDomain; readonly order: SignedOrder },
): Promise<Hex> {
  if (!('privateKey' in signer)) return await asked(signer, orderTypedData(domain, order));
  return await signDigest(signer.privateKey, new OrderHasher(domain).order(order));
}

/** Signs the approval of a trading key, likewise. */
export async function signAgentApproval(
  signer: OrderSigner,
  { domain, approval }: { readonly domain: OrderDomain; readonly approval: AgentApproval },
): Promise<Hex> {
  if (!('privateKey' in signer))
    return await asked(signer, agentApprovalTypedData(domain, approval));
  return await signDigest(signer.privateKey, new OrderHasher(domain).agentApproval(approval));
}

/** Signs the end of all orders of an epoch, likewise. */
export async function signCancelAll(
  signer: OrderSigner,
  { domain, cancelAll }: { readonly domain: OrderDomain; readonly cancelAll: SignedCancelAll },
): Promise<Hex> {
  if (!('privateKey' in signer)) return await asked(signer, cancelAllTypedData(domain, cancelAll));
  return await signDigest(signer.privateKey, new OrderHasher(domain).cancelAll(cancelAll));
}

/** Signs the way of money out of custody, likewise. Only an owner may; a trading key's is refused. */
export async function signWithdrawal(
  signer: OrderSigner,
  { domain, withdrawal }: { readonly domain: OrderDomain; readonly withdrawal: SignedWithdrawal },
): Promise<Hex> {
  if (!('privateKey' in signer))
    return await asked(signer, withdrawalTypedData(domain, withdrawal));
  return await signDigest(signer.privateKey, new OrderHasher(domain).withdrawal(withdrawal));
}

async function signDigest(privateKey: Hex, digest: Uint8Array): Promise<Hex> {
  return compactHex(await sign({ hash: bytesToHex(digest), privateKey, to: 'hex' }));
}

async function asked(
  signer: Extract<OrderSigner, { signTypedData: unknown }>,
  data: TypedDataDefinition,
): Promise<Hex> {
  return walletSignature(await signer.signTypedData(data));
}

function compactHex(signature: Hex): Hex {
  const parsed = parseSignature(signature);
  if (parsed.kind === 'none') throw new UnusableSignatureError(parsed.fault);
  return bytesToHex(parsed.bytes);
}

function compacted(bytes: Uint8Array): ParsedSignature {
  const v = bytes[LONG_BYTES - 1] as number;
  if (v !== 0 && v !== 1 && v !== 27 && v !== 28) return { kind: 'none', fault: 'wrong-v' };
  const compact = bytes.slice(0, COMPACT_BYTES);
  const first = compact[S_AT] as number;
  // The highest bit of a low s is free.
  if (first >= PARITY) return { kind: 'none', fault: 'high-s' };
  if (v === 1 || v === 28) compact[S_AT] = first | PARITY;
  return checked(compact);
}

function checked(bytes: Uint8Array): ParsedSignature {
  if (compareR(bytes, ZERO) === 0 || compareS(bytes, ZERO) === 0) {
    return { kind: 'none', fault: 'zero' };
  }
  if (compareR(bytes, ORDER_OF_CURVE) >= 0) return { kind: 'none', fault: 'out-of-range' };
  if (compareS(bytes, HALF_ORDER) > 0) return { kind: 'none', fault: 'high-s' };
  return { kind: 'key', bytes };
}

/** Less than zero, zero or greater, as r of a compact signature is to another number of 32 bytes. */
function compareR(compact: Uint8Array, other: Uint8Array): number {
  return (compact[0] as number) - (other[0] as number) || compareRest(compact, 0, other);
}

/** Likewise of s, whose highest bit is not its own. */
function compareS(compact: Uint8Array, other: Uint8Array): number {
  const first = (compact[S_AT] as number) & ~PARITY;
  return first - (other[0] as number) || compareRest(compact, S_AT, other);
}

/** Likewise of what follows the first byte. */
function compareRest(compact: Uint8Array, at: number, other: Uint8Array): number {
  for (let index = 1; index < other.length; index += 1) {
    const difference = (compact[at + index] as number) - (other[index] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A wallet answered with what is no signature. */
export class UnusableSignatureError extends Error {
  override readonly name = 'UnusableSignatureError';

  constructor(fault: SignatureFault) {
    super(`The wallet's signature cannot be used: ${fault}.`);
  }
}

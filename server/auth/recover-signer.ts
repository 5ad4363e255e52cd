import { bytesToHex } from 'viem';
import { longSignature, parseSignature } from '#lib/chain/order-signature.ts';
import { type Address, sameAddress } from '#lib/domain/address.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { Curve } from './curve.ts';

/** Asks a smart account whether a signature is its own (ERC-1271). */
export type ContractSignatures = (question: {
  readonly address: Address;
  readonly digest: Uint8Array;
  readonly signature: Uint8Array;
}) => Promise<boolean>;

/** What signatures are verified with. */
export type SignatureTools = {
  readonly curve: Curve;
  /** `null` where smart accounts cannot be asked. */
  readonly contractSignatures: ContractSignatures | null;
};

export type SignedDigest = {
  readonly digest: Uint8Array;
  /** As it was sent, `0x…`. */
  readonly signature: string;
};

/** Who signed, and the signature in the form in which it is kept. */
export type RecoveredSigner = { readonly signer: Address; readonly signature: Uint8Array };

/**
 * Who signed 32 bytes. A signature longer than 65 bytes is a contract's: it is valid only for
 * `account`, which is asked. It is asked too when 65 bytes are of no key that counts: a Safe one of
 * whose owners is enough signs with as many.
 *
 * @throws ProtocolError `auth/invalid-signature`, saying why; `auth/busy` and `chain/unavailable` when
 *   the contract cannot be asked.
 */
export async function recoverSigner(
  { curve, contractSignatures }: SignatureTools,
  {
    digest,
    signature,
    account,
    counts = (signer) => sameAddress(signer, account),
  }: SignedDigest & {
    readonly account: Address;
    /** Whether a key may sign for the account; without it only the account's own. */
    readonly counts?: (signer: Address) => boolean;
  },
): Promise<RecoveredSigner> {
  const asked = async (bytes: Uint8Array) =>
    (await contractSignatures?.({ address: account, digest, signature: bytes })) === true;
  const parsed = parseSignature(signature);
  if (parsed.kind === 'contract') {
    if (contractSignatures === null) throw invalid('contract-signatures-not-supported');
    if (!(await asked(parsed.bytes))) throw invalid('refused-by-contract');
    return { signer: account, signature: parsed.bytes };
  }
  const signer = parsed.kind === 'none' ? null : await curve.recover(digest, parsed.bytes);
  const own = { signer, signature: parsed.kind === 'none' ? null : parsed.bytes };
  if (isKeys(own) && counts(own.signer)) return own;
  const long = longSignature(signature);
  if (long !== null && (await asked(long))) return { signer: account, signature: long };
  if (isKeys(own)) return own;
  throw invalid(parsed.kind === 'none' ? parsed.fault : 'of-no-key');
}

function isKeys(own: {
  readonly signer: Address | null;
  readonly signature: Uint8Array | null;
}): own is RecoveredSigner {
  return own.signer !== null && own.signature !== null;
}

/**
 * Holds that an address signed 32 bytes.
 *
 * @returns The signature in the form in which it is kept.
 * @throws ProtocolError `auth/invalid-signature`, `auth/wrong-signer` naming who signed instead.
 */
export async function requireSigner(
  tools: SignatureTools,
  signed: SignedDigest & { readonly account: Address },
): Promise<Uint8Array> {
  const { signer, signature } = await recoverSigner(tools, signed);
  if (!sameAddress(signer, signed.account)) {
    throw wrongSigner({ signer, expected: [signed.account], digest: signed.digest });
  }
  return signature;
}

/** Names who signed: a wrong domain or a changed field gives an address that nobody knows. */
export function wrongSigner({
  signer,
  expected,
  digest,
}: {
  readonly signer: Address;
  readonly expected: readonly Address[];
  readonly digest: Uint8Array;
}): ProtocolError {
  const facts = { signer, expected, digest: bytesToHex(digest) };
  return new ProtocolError('auth/wrong-signer', { facts });
}

function invalid(reason: string): ProtocolError {
  return new ProtocolError('auth/invalid-signature', { facts: { reason } });
}

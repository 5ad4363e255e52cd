import {
  domainSeparator,
  type Hex,
  isHex,
  keccak256,
  parseSignature,
  type TypedDataDomain,
  toHex,
} from 'viem';
import type { Address, Hash } from '#lib/domain/address.ts';
import { contractRead } from './contract-read.ts';
import { type ReadContext, tryReadMany } from './read-many.ts';
import { erc20Abi } from './token-abis.ts';

/** What an EIP-2612 token signs permits under, as the token itself confirms. */
export type PermitDomain = {
  readonly name: string;
  readonly version: string;
  readonly chainId: number;
  readonly verifyingContract: Address;
};

/** A signed permit, as the router passes it on. */
export type SignedPermit = {
  readonly value: bigint;
  /** Seconds since the epoch. */
  readonly deadline: bigint;
  readonly v: number;
  readonly r: Hash;
  readonly s: Hash;
};

export type PermitRequest = {
  readonly domain: PermitDomain;
  readonly owner: Address;
  readonly spender: Address;
  /** Base units. */
  readonly value: bigint;
  readonly nonce: bigint;
  /** Seconds since the epoch. */
  readonly deadline: bigint;
};

const PERMIT_TYPES = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const;

/** Not part of EIP-2612, but tokens that wrote out their permits have it. */
const typeHashAbi = [
  {
    type: 'function',
    name: 'PERMIT_TYPEHASH',
    inputs: [],
    outputs: [{ name: '', type: 'bytes32' }],
    stateMutability: 'view',
  },
] as const;

const PERMIT_TYPE_HASH = keccak256(
  toHex(`Permit(${PERMIT_TYPES.Permit.map(({ type, name }) => `${type} ${name}`).join(',')})`),
);

/** Versions that tokens use without saying so. */
const USUAL_VERSIONS = ['1', '2'];

/**
 * What a token's permits are signed under, and the owner's next nonce.
 *
 * @returns `null` when the token takes no permits, or when no domain that it names, or that tokens
 * usually have, hashes to its `DOMAIN_SEPARATOR`: a signature under a guessed domain would fail.
 * @throws ChainError as `readMany`, except for the token itself.
 */
export async function readPermit(
  context: ReadContext,
  { token, owner, chainId }: { readonly token: Address; readonly owner: Address; chainId: number },
): Promise<{ readonly domain: PermitDomain; readonly nonce: bigint } | null> {
  const of = { address: token, abi: erc20Abi } as const;
  const [separator, typeHash, nonce, named, name] = await tryReadMany(context, [
    contractRead({ ...of, functionName: 'DOMAIN_SEPARATOR', args: [] }),
    contractRead({ address: token, abi: typeHashAbi, functionName: 'PERMIT_TYPEHASH', args: [] }),
    contractRead({ ...of, functionName: 'nonces', args: [owner] }),
    contractRead({ ...of, functionName: 'eip712Domain', args: [] }),
    contractRead({ ...of, functionName: 'name', args: [] }),
  ]);
  if (separator === null || nonce === null) return null;
  // Some tokens (DAI) have permits of another form under the same separator and nonces.
  if (typeHash !== null && typeHash !== PERMIT_TYPE_HASH) return null;
  const fixed = { chainId, verifyingContract: token };
  const candidates: PermitDomain[] = [];
  if (named !== null) candidates.push({ name: named[1], version: named[2], ...fixed });
  if (name !== null) {
    for (const version of USUAL_VERSIONS) candidates.push({ name, version, ...fixed });
  }
  const domain = candidates.find((candidate) => separatorOf(candidate) === separator);
  return domain === undefined ? null : { domain, nonce };
}

function separatorOf(domain: TypedDataDomain): Hash {
  return domainSeparator({ domain });
}

/** The typed data of a permit, for `eth_signTypedData_v4`. */
export function permitTypedData(request: PermitRequest) {
  const { domain, owner, spender, value, nonce, deadline } = request;
  return {
    domain,
    types: PERMIT_TYPES,
    primaryType: 'Permit',
    message: { owner, spender, value, nonce, deadline },
  } as const;
}

/**
 * A permit with its signature taken apart, as the router wants it.
 *
 * @throws Error when the signature is not 64 or 65 bytes.
 */
export function signedPermit(
  request: Pick<PermitRequest, 'value' | 'deadline'>,
  signature: Hex,
): SignedPermit {
  if (!isHex(signature)) throw new Error('a signature is hexadecimal');
  const { r, s, yParity } = parseSignature(signature);
  const { value, deadline } = request;
  return { value, deadline, v: 27 + yParity, r, s };
}

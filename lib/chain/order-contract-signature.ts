import {
  BaseError,
  bytesToHex,
  type Client,
  ExecutionRevertedError,
  encodeFunctionData,
  type Hex,
  parseAbi,
} from 'viem';
import { call } from 'viem/actions';
import type { Address } from '#lib/domain/address.ts';
import { ChainError } from './chain-error.ts';
import { chainFailure } from './chain-failure.ts';

const abi = parseAbi([
  'function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)',
]);

/** What a contract answers to a signature of its own: this word and nothing else. */
const VALID = `0x1626ba7e${'0'.repeat(56)}`;

/** What a contract may use up: no more than the clearing house lets it have when the order is settled. */
const MOST_GAS = 300_000n;

/**
 * Asks a smart account whether a signature over 32 bytes is its own (ERC-1271), on the chain as it is
 * now. A contract that reverts, answers anything else or is not there says no.
 *
 * @throws ChainError `chain/unreachable` when the chain does not answer.
 */
export async function isContractSignature(
  client: Client,
  {
    address,
    digest,
    signature,
  }: { readonly address: Address; readonly digest: Uint8Array; readonly signature: Uint8Array },
): Promise<boolean> {
  const args = [bytesToHex(digest), bytesToHex(signature)] as const;
  const data: Hex = encodeFunctionData({ abi, args });
  try {
    const answer = await call(client, { to: address, data, gas: MOST_GAS });
    return answer.data === VALID;
  } catch (cause) {
    // First of all: what a contract reverts with may read like anything a node says.
    if (hasReverted(cause)) return false;
    const failure = chainFailure(cause);
    if (failure instanceof ChainError && failure.code === 'chain/unexpected-answer') return false;
    throw failure;
  }
}

function hasReverted(cause: unknown): boolean {
  if (!(cause instanceof BaseError)) return false;
  return cause.walk((error) => error instanceof ExecutionRevertedError) !== null;
}

import { bytesToHex, type Client, encodeFunctionData, type Hex, parseAbi } from 'viem';
import { call } from 'viem/actions';
import type { Address } from '#lib/domain/address.ts';
import { ChainError } from './chain-error.ts';
import { chainFailure } from './chain-failure.ts';

const abi = parseAbi([
  'function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)',
]);

/** What a contract answers to a signature of its own, as a whole word. */
const VALID = `0x1626ba7e${'0'.repeat(56)}`;

/** What a contract may use up; a multi-signature wallet of ten owners needs a tenth of it. */
const MOST_GAS = 1_000_000n;

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
    return answer.data?.slice(0, VALID.length) === VALID;
  } catch (cause) {
    const failure = chainFailure(cause);
    if (failure instanceof ChainError && failure.code === 'chain/unexpected-answer') return false;
    throw failure;
  }
}

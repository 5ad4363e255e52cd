import type { Client } from 'viem';
import { getCode } from 'viem/actions';
import type { Address } from '#lib/domain/address.ts';
import { chainFailure } from './chain-failure.ts';

/** How the code of an account with a key begins that lets a contract act for it (EIP-7702). */
const DELEGATION = '0xef0100';

/**
 * Whether an account is a contract and no key signs for it: it takes no part in what only keys can sign,
 * as token permits (EIP-2612), and somebody else pays for what it does.
 *
 * @throws ChainError when the chain does not answer.
 */
export async function isContract(client: Client, address: Address): Promise<boolean> {
  try {
    const code = await getCode(client, { address });
    return code !== undefined && code !== '0x' && !code.startsWith(DELEGATION);
  } catch (cause) {
    throw chainFailure(cause);
  }
}

import { estimateGas, getTransactionReceipt, sendTransaction } from 'viem/actions';
import type { ChainClient } from '#lib/chain/create-chain-client.ts';
import type { Address, Hash } from '#lib/domain/address.ts';
import { ownSigner, type Signer } from '#lib/swap/own-signer.ts';
import { type ExitAction, encodeExitAction } from './exit-action.ts';

const POLL_MS = 500;
/** After this a transaction that is in no block is left to itself. */
const PATIENCE_MS = 180_000;

export type ExitRequest = {
  /** Reads the chain. */
  readonly client: ChainClient;
  readonly signer: () => Promise<Signer>;
  /** Who sends it; the wallet must still sign for it. */
  readonly sender: Address;
  readonly clearingHouse: Address;
  readonly action: ExitAction;
};

/**
 * Has the wallet send an action, once the chain has been asked whether it would go through.
 *
 * @throws what the chain or the wallet throws: see `exitFailure`.
 */
export async function sendExitAction(request: ExitRequest): Promise<Hash> {
  const { client, sender, clearingHouse: to, action } = request;
  const data = encodeExitAction(action);
  const estimate = await estimateGas(client, { account: sender, to, data });
  const signer = await ownSigner({ signer: request.signer, account: sender });
  // A fifth more: what a token does may cost more in another block.
  return await sendTransaction(signer, { to, data, gas: estimate + estimate / 5n });
}

/** What became of a transaction; `null` when it is in no block for three minutes. */
export async function exitOutcome(
  client: ChainClient,
  hash: Hash,
): Promise<'success' | 'reverted' | null> {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    // A receipt that is not there yet is an error to viem, and so is a chain that is away for a while.
    const receipt = await getTransactionReceipt(client, { hash }).catch(() => null);
    if (receipt !== null) return receipt.status;
    await new Promise((resolve) => {
      setTimeout(resolve, POLL_MS);
    });
  }
  return null;
}

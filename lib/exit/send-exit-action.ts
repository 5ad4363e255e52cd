import { estimateGas, sendTransaction } from 'viem/actions';
import type { ChainClient } from '#lib/chain/create-chain-client.ts';
import type { Address, Hash } from '#lib/domain/address.ts';
import { ownSigner, type Signer } from '#lib/swap/own-signer.ts';
import { type ExitAction, encodeExitAction } from './exit-action.ts';

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

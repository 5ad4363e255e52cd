import type { Account, Chain, Client, Transport } from 'viem';
import { type Address, sameAddress } from '#lib/domain/address.ts';
import { SwapError } from './swap-errors.ts';

/** A wallet that signs for one account, on the page's chain. */
export type Signer = Client<Transport, Chain, Account>;

/**
 * The wallet, if it still signs for the account that something was reviewed for.
 *
 * @throws SwapError `wallet/account-changed`, or whatever `signer` throws.
 */
export async function ownSigner({
  signer,
  account,
}: {
  /** @throws when the wallet is not there, or not on the page's chain. */
  readonly signer: () => Promise<Signer>;
  readonly account: Address;
}): Promise<Signer> {
  const client = await signer();
  if (!sameAddress(client.account.address, account)) throw new SwapError('wallet/account-changed');
  return client;
}

import { encodeFunctionData } from 'viem';
import { sendTransaction } from 'viem/actions';
import { clearingHouseCustodyAbi as abi } from '#contracts-abi/abis/clearing-house-custody.ts';
import type { Address } from '#lib/domain/address.ts';
import { shortenAddress } from '#lib/format/shorten-address.ts';
import { showToast } from '#lib/stores/toast-store.ts';
import { explorerLink } from '#lib/wallet/explorer-link.ts';
import { loadWallet } from '#lib/wallet/load-wallet.ts';
import type { WalletNetwork } from '#lib/wallet/wallet-network.ts';

export type RevokeOnChain = {
  readonly network: WalletNetwork;
  readonly clearingHouse: Address;
  readonly agent: Address;
  /** Milliseconds since the epoch: every approval of the key that was signed by now ends. */
  readonly nowMs: number;
};

/**
 * Has the owner's wallet end a trading key at the contract, which obeys a minute later whatever the
 * exchange does; told in a toast.
 *
 * @throws What the wallet throws.
 */
export async function revokeOnChain(request: RevokeOnChain): Promise<void> {
  const { network, clearingHouse: to, agent, nowMs } = request;
  const signer = await (await loadWallet(network)).signer();
  const data = encodeFunctionData({ abi, functionName: 'revokeAgent', args: [agent, nowMs] });
  const hash = await sendTransaction(signer, { to, data });
  const href = explorerLink(network.explorerUrl, { kind: 'tx', id: hash });
  showToast({
    id: 'revoke-on-chain',
    kind: 'success',
    title: 'The end of the key was sent to the chain',
    detail: `Transaction ${shortenAddress(hash, 6)}. The contract obeys one minute after its block.`,
    ...(href === null ? {} : { action: { label: 'View the transaction', href } }),
  });
}

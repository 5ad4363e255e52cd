import { signMessage } from 'viem/actions';
import { createStore } from 'zustand/vanilla';
import type { Address } from '#lib/domain/address.ts';
import { RequestError } from '#lib/queries/request-error.ts';
import { signIn } from '#lib/queries/sign-in.ts';
import { ownSigner } from '#lib/swap/own-signer.ts';
import { loadWallet } from '#lib/wallet/load-wallet.ts';
import type { WalletNetwork } from '#lib/wallet/wallet-network.ts';

/** Tokens of owners who signed in on this page, by address in lower case. They end with the page. */
export const ownerSessions = createStore<Readonly<Record<string, string>>>(() => ({}));

/**
 * Signs the owner in with their wallet, and remembers that as long as the page is open.
 *
 * @returns The session's token: it reads and cancels, and moves no money by itself.
 * @throws What the wallet or the exchange throws.
 */
export async function signInOwner({
  network,
  owner,
}: {
  readonly network: WalletNetwork;
  readonly owner: Address;
}): Promise<string> {
  const signer = await ownSigner({
    signer: async () => (await loadWallet(network)).signer(),
    account: owner,
  });
  const { token } = await signIn({
    sidecarUrl: network.sidecarUrl,
    address: owner,
    origin: location.origin,
    nowMs: Date.now(),
    signMessage: (message) => signMessage(signer, { message }),
  });
  ownerSessions.setState({ [owner.toLowerCase()]: token });
  return token;
}

/** What the exchange says to a session that has ended. */
const ENDED: ReadonlySet<string> = new Set([
  'auth/required',
  'auth/invalid-token',
  'auth/session-expired',
]);

/**
 * Asks the exchange something under an owner's session. One that has ended is forgotten, so that the
 * page asks the owner to sign in again.
 *
 * @throws What `ask` throws.
 */
export async function askAsOwner<Answer>(
  { owner, token }: { readonly owner: Address; readonly token: string },
  ask: (token: string) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await ask(token);
  } catch (error) {
    if (error instanceof RequestError && ENDED.has(error.code)) forget(owner, token);
    throw error;
  }
}

/** The owner may have signed in anew meanwhile: that session is kept. */
function forget(owner: Address, token: string): void {
  const key = owner.toLowerCase();
  const { [key]: present, ...others } = ownerSessions.getState();
  if (present === token) ownerSessions.setState(others, true);
}

import { useEffect, useState } from 'react';
import { useWallet } from '#components/wallet/use-wallet.ts';
import { useWalletNetwork } from '#components/wallet/use-wallet-network.ts';
import type { Token } from '#lib/domain/currency.ts';
import { pollVisibly } from '#lib/swap/poll-visibly.ts';
import type { SwapDeployment } from '#lib/swap/swap-contracts.ts';
import type { SwapLink } from '#lib/swap/swap-link.ts';
import { SwapSession } from '#lib/swap/swap-session.ts';
import { loadWallet } from '#lib/wallet/load-wallet.ts';
import { walletErrorCode } from '#lib/wallet/wallet-error-code.ts';
import { loadSwapEngine } from './load-swap-engine.ts';
import { tellSwap } from './tell-swap.ts';

/** Readings of the chain while the page is looked at. */
const POLL_MS = 1_000;

export type SwapSessionSources = {
  readonly deployment: SwapDeployment;
  readonly tokens: readonly Token[];
  readonly link: SwapLink;
};

/** The page's swap session, alive while the page is shown and bound to the wallet that is connected. */
export function useSwapSession({ deployment, tokens, link }: SwapSessionSources): SwapSession {
  const network = useWalletNetwork();
  const { chainId, networkTitle, rpcUrl, explorerUrl } = network;
  const wallet = useWallet();
  const [session] = useState(() => {
    const signer = async () => (await loadWallet(network)).signer();
    const chain = { chainId, networkTitle, rpcUrl, deployment, tokens };
    return new SwapSession({
      surroundings: { ...chain, signer, codeOf: walletErrorCode },
      inputs: { pay: link.pay, receive: link.receive, exact: link.exact, text: link.text },
      unlisted: link.unlisted,
      loadEngine: loadSwapEngine,
      repeat: (act) => pollVisibly(act, POLL_MS),
      onRecord: (record) => tellSwap(record, explorerUrl),
    });
  });

  useEffect(() => session.start(localStorage), [session]);

  const connected = wallet.status === 'connected' ? wallet : null;
  const owner = connected?.chainId === chainId ? connected.address : null;
  const absence = connected === null ? 'wallet/disconnected' : 'wallet/wrong-network';
  useEffect(() => session.setOwner(owner, absence), [session, owner, absence]);

  return session;
}

import { useEffect, useState } from 'react';
import { useWallet } from '#components/wallet/use-wallet.ts';
import { useWalletNetwork } from '#components/wallet/use-wallet-network.ts';
import type { Token } from '#lib/domain/currency.ts';
import type { SwapDeployment } from '#lib/swap/swap-contracts.ts';
import type { SwapInputs } from '#lib/swap/swap-inputs.ts';
import { SwapSession } from '#lib/swap/swap-session.ts';
import { loadWallet } from '#lib/wallet/load-wallet.ts';
import { walletErrorCode } from '#lib/wallet/wallet-error-code.ts';
import { tellSwap } from './tell-swap.ts';

export type SwapSessionSources = {
  readonly deployment: SwapDeployment;
  readonly tokens: readonly Token[];
  readonly inputs: SwapInputs;
};

/** The page's swap session, alive while the page is shown and bound to the wallet that is connected. */
export function useSwapSession({ deployment, tokens, inputs }: SwapSessionSources): SwapSession {
  const network = useWalletNetwork();
  const { chainId, networkTitle, rpcUrl, explorerUrl } = network;
  const wallet = useWallet();
  const [session] = useState(() => {
    const signer = async () => (await loadWallet(network)).signer();
    const chain = { chainId, networkTitle, rpcUrl, deployment, tokens };
    return new SwapSession({
      surroundings: { ...chain, signer, codeOf: walletErrorCode },
      inputs,
      loadEngine: async (options) => {
        const { SwapEngine } = await import('#lib/swap/swap-engine.ts');
        return new SwapEngine(options);
      },
      onRecord: (record) => tellSwap(record, explorerUrl),
    });
  });

  useEffect(() => session.start(localStorage), [session]);

  const onNetwork = wallet.status === 'connected' && wallet.chainId === chainId;
  const owner = onNetwork ? wallet.address : null;
  useEffect(() => session.setOwner(owner), [session, owner]);

  return session;
}

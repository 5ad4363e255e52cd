import { useState } from 'react';
import { useWalletNetwork } from '#components/wallet/use-wallet-network.ts';
import type { OrderSigner } from '#lib/chain/order-signature.ts';
import { openCustodyDialog } from '#lib/custody/custody-dialog-store.ts';
import { RequestError } from '#lib/queries/request-error.ts';
import { showToast } from '#lib/stores/toast-store.ts';
import type { KeyScope } from '#lib/trading/approve-key.ts';
import type { TradingKey } from '#lib/trading/trading-key.ts';
import { loadWallet } from '#lib/wallet/load-wallet.ts';
import type { WalletNetwork } from '#lib/wallet/wallet-network.ts';
import { useTradingSession } from './trading-provider.tsx';

export type TradingSteps = {
  /** What is under way; `null` = nothing. */
  readonly busyLabel: string | null;
  /** Has the wallet approve a trading key for this browser. */
  readonly enable: (scope?: KeyScope) => Promise<void>;
  /** Has it approve one for a program; `null` where that did not happen, which is told. */
  readonly issue: (scope: KeyScope) => Promise<TradingKey | null>;
};

/** What stands between a connected wallet and its first order. */
export function useTradingSteps(): TradingSteps {
  const session = useTradingSession();
  const network = useWalletNetwork();
  const [busyLabel, setBusyLabel] = useState<string | null>(null);

  const during = async (label: string, act: () => Promise<void>) => {
    setBusyLabel(label);
    try {
      await act();
    } catch (error) {
      showToast(await failure(error));
    } finally {
      setBusyLabel(null);
    }
  };
  return {
    busyLabel,
    enable: (scope) =>
      during(ASKING, async () => session?.enable(await typedDataSigner(network), scope)),
    issue: async (scope) => {
      let key: TradingKey | null = null;
      await during(ASKING, async () => {
        key = (await session?.issue(await typedDataSigner(network), scope)) ?? null;
      });
      return key;
    },
  };
}

const ASKING = 'Confirm in your wallet…';

async function typedDataSigner(network: WalletNetwork): Promise<OrderSigner> {
  // Both are large, and needed by those only who trade.
  const [{ signTypedData }, wallet] = await Promise.all([
    import('viem/actions'),
    loadWallet(network),
  ]);
  const signer = await wallet.signer();
  return { signTypedData: (data) => signTypedData(signer, data) };
}

async function failure(error: unknown) {
  const { walletErrorCode } = await import('#lib/wallet/wallet-error-code.ts');
  const detail = error instanceof Error ? error.message.split('\n', 1)[0] : undefined;
  const isAnswer = error instanceof RequestError;
  return {
    id: 'enable-trading',
    kind: 'error',
    title: 'Trading was not enabled',
    ...(detail === undefined ? {} : { detail }),
    // An account begins with its first deposit.
    ...(isAnswer && error.code.startsWith('account/')
      ? { action: { label: 'Deposit', onSelect: () => openCustodyDialog('deposit') } }
      : {}),
    code: isAnswer ? error.code : walletErrorCode(error),
  } as const;
}

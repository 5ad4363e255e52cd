import { useState } from 'react';
import { useWalletNetwork } from '#components/wallet/use-wallet-network.ts';
import { showToast } from '#lib/stores/toast-store.ts';
import type { TradingSession } from '#lib/trading/trading-session.ts';
import { loadWallet } from '#lib/wallet/load-wallet.ts';
import type { WalletNetwork } from '#lib/wallet/wallet-network.ts';
import { useTradingSession } from './trading-provider.tsx';

export type TradingSteps = {
  /** What is under way; `null` = nothing. */
  readonly busyLabel: string | null;
  /** Has the wallet approve a trading key. */
  readonly enable: () => Promise<void>;
  /** Gets test money, on the network that has it. */
  readonly deposit: () => Promise<void>;
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
    enable: () => during('Confirm in your wallet…', () => enable(session, network)),
    deposit: () => during('Asking for test money…', () => deposit(session, network)),
  };
}

async function enable(session: TradingSession | null, network: WalletNetwork): Promise<void> {
  // Both are large, and needed by those only who trade.
  const [{ signTypedData }, wallet] = await Promise.all([
    import('viem/actions'),
    loadWallet(network),
  ]);
  const signer = await wallet.signer();
  await session?.enable({ signTypedData: (data) => signTypedData(signer, data) });
}

async function deposit(
  session: TradingSession | null,
  { sidecarUrl, developmentFeatures }: WalletNetwork,
): Promise<void> {
  const owner = session?.store.getState().owner ?? null;
  if (owner === null) return;
  if (!developmentFeatures) {
    showToast(NO_DEPOSITS);
    return;
  }
  const { requestTestFunds } = await import('#lib/wallet/request-test-funds.ts');
  const answer = await requestTestFunds(sidecarUrl, owner);
  if (answer.kind === 'sent') return;
  const { code, message: detail } = answer;
  showToast({ id: 'deposit', kind: 'error', title: 'No test money now', detail, code });
}

const NO_DEPOSITS = {
  id: 'deposit',
  kind: 'info',
  title: 'Deposits are not open on this network yet',
  detail: 'Test money exists on the development network only.',
} as const;

async function failure(error: unknown) {
  const { walletErrorCode } = await import('#lib/wallet/wallet-error-code.ts');
  const detail = error instanceof Error ? error.message.split('\n', 1)[0] : undefined;
  return {
    id: 'enable-trading',
    kind: 'error',
    title: 'Trading was not enabled',
    ...(detail === undefined ? {} : { detail }),
    code: walletErrorCode(error),
  } as const;
}

'use client';

import dynamic from 'next/dynamic';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useWebConfig } from '#components/shell/config-provider.tsx';
import { LoadFailed } from '#components/shell/load-failed.tsx';
import { useWalletNetwork } from '#components/wallet/use-wallet-network.ts';
import { closeCustodyDialog, custodyDialogStore } from '#lib/custody/custody-dialog-store.ts';
import { useKeptDeposits } from './use-kept-deposits.ts';

const DepositDialog = dynamic(() =>
  import('./deposit-dialog.tsx').then(
    (module) => module.DepositDialog,
    () => LoadFailed,
  ),
);
const WithdrawDialog = dynamic(() =>
  import('./withdraw-dialog.tsx').then(
    (module) => module.WithdrawDialog,
    () => LoadFailed,
  ),
);

/** The dialogs that move money between wallet and exchange; their code is loaded when first opened. */
export function CustodyDialogs() {
  const dialog = useStore(custodyDialogStore, (state) => state.dialog);
  const config = useWebConfig();
  const network = useWalletNetwork();
  const { multicall3 } = network;
  const clearingHouse = config?.contracts.clearingHouse;
  const places = useMemo(
    () =>
      multicall3 === null || clearingHouse === undefined
        ? null
        : { network: { ...network, multicall3 }, clearingHouse },
    [network, multicall3, clearingHouse],
  );
  useKeptDeposits(places, config?.tokens ?? null);
  if (dialog === null || config === null || places === null) return null;
  const { tokens, contracts } = config;
  const shared = {
    ...{ ...places, tokens },
    asset: dialog.asset,
    onClose: closeCustodyDialog,
  };
  if (dialog.kind === 'deposit') return <DepositDialog {...shared} />;
  const keeping = [...Object.values(contracts), ...tokens.map(({ address }) => address)];
  return <WithdrawDialog {...shared} contracts={keeping} />;
}

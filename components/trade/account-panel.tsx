'use client';

import { useMemo } from 'react';
import { AccountTables } from '#components/account-tables/account-tables.tsx';
import { deriveAccess } from '#components/account-tables/derive-access.ts';
import { deriveActing } from '#components/account-tables/derive-acting.ts';
import { useMarketData } from '#components/shell/market-data-provider.tsx';
import { useWallet } from '#components/wallet/use-wallet.ts';
import { useWalletNetwork } from '#components/wallet/use-wallet-network.ts';
import type { Market } from '#lib/domain/market.ts';
import { useTrading } from './trading-provider.tsx';
import { useAccountActions } from './use-account-actions.ts';
import { useFunding } from './use-funding.ts';

/** Orders, history, fills, balances, keys and fees of the account. */
export function AccountPanel({ market }: { readonly market: Market }) {
  const network = useWalletNetwork();
  const wallet = useWallet();
  const trading = useTrading((state) => state);
  const phase = useMarketData((data) => data.connection.phase);
  const { busyLabel, actions } = useAccountActions(network);
  const { chainId, sidecarUrl } = network;
  const funding = useFunding();
  const access = useMemo(
    () => deriveAccess({ wallet, chainId, funding, trading }),
    [wallet, chainId, funding, trading],
  );
  const acting = useMemo(() => deriveActing(phase, trading.phase), [phase, trading.phase]);
  return <AccountTables {...{ market, access, acting, trading, sidecarUrl, busyLabel, actions }} />;
}

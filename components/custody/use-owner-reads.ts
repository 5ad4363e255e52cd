import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useStore } from 'zustand';
import { useTrading } from '#components/trade/trading-provider.tsx';
import { type CustodyFailure, custodyFailure } from '#lib/custody/custody-failure.ts';
import { askAsOwner, ownerSessions, signInOwner } from '#lib/custody/owner-sessions.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Balance } from '#lib/domain/balance.ts';
import { fetchBalances } from '#lib/queries/fetch-balances.ts';
import type { WalletNetwork } from '#lib/wallet/wallet-network.ts';
import { custodyQueries } from './custody-queries.ts';

const REFRESH_MS = 3_000;

export type OwnerReads = {
  /** For reads over HTTP; `null` while the exchange does not know who this is. */
  readonly token: string | null;
  /** By asset; `null` = not known yet. */
  readonly balances: ReadonlyMap<string, Balance> | null;
  readonly isSigningIn: boolean;
  /** Why the wallet is not signed in; `null` = nothing went wrong. */
  readonly failure: CustodyFailure | null;
  readonly signIn: () => void;
};

/** What an account has: by the page's trading key where there is one, else by its owner's own session. */
export function useOwnerReads(of: {
  readonly network: WalletNetwork;
  readonly owner: Address;
}): OwnerReads {
  const { network, owner } = of;
  const { sidecarUrl } = network;
  const streamed = useTrading((trading) => trading.balances);
  const keyToken = useTrading((trading) => trading.readToken);
  const own = useStore(ownerSessions, (all) => all[owner.toLowerCase()] ?? null);
  const [isSigningIn, setSigningIn] = useState(false);
  const [failure, setFailure] = useState<CustodyFailure | null>(null);
  const read = useQuery(
    {
      queryKey: [sidecarUrl, owner, 'balances'],
      enabled: keyToken === null && own !== null,
      queryFn: ({ signal }) =>
        askAsOwner({ owner, token: own ?? '' }, (token) =>
          fetchBalances({ sidecarUrl, token, signal }),
        ),
      refetchInterval: REFRESH_MS,
    },
    custodyQueries,
  );
  const signIn = () => {
    setSigningIn(true);
    setFailure(null);
    signInOwner({ network, owner })
      .catch((error: unknown) => setFailure(custodyFailure(error)))
      .finally(() => setSigningIn(false));
  };
  return {
    token: keyToken ?? own,
    balances: keyToken === null ? (read.data ?? null) : streamed,
    ...{ isSigningIn, failure, signIn },
  };
}

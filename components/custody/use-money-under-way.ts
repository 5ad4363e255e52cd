import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useTrading } from '#components/trade/trading-provider.tsx';
import type { Address } from '#lib/domain/address.ts';
import type { PendingDeposit, Withdrawal } from '#lib/domain/settlement.ts';
import { fetchPendingDeposits, fetchWithdrawals } from '#lib/queries/fetch-custody.ts';
import type { MoneyOnItsWay } from '#lib/trading/trading-state.ts';
import { custodyQueries } from './custody-queries.ts';

/** Where nothing is pushed: while something is on its way, and while nothing is. */
const BUSY_MS = 1_500;
const CALM_MS = 10_000;

export type MoneyUnderWaySource = {
  readonly sidecarUrl: string;
  readonly owner: Address;
  /** `null` while the exchange does not know who this is. */
  readonly token: string | null;
};

export type MoneyUnderWay = {
  readonly deposits: readonly PendingDeposit[];
  /** The newest first, those that are paid among them. */
  readonly withdrawals: readonly Withdrawal[];
};

/**
 * What is on its way in and out; `null` while that is not known.
 *
 * @param revision - it is read anew whenever this changes: balances do when money comes or goes
 */
export function useMoneyUnderWay(
  { sidecarUrl, owner, token }: MoneyUnderWaySource,
  revision: unknown,
): { readonly money: MoneyUnderWay | null; readonly refresh: () => void } {
  const pushed = useTrading((trading) =>
    trading.phase === 'ready' && trading.owner === owner ? trading.money : null,
  );
  const { data, refetch } = useQuery(
    {
      queryKey: [sidecarUrl, owner, 'money'],
      enabled: token !== null,
      queryFn: async ({ signal }): Promise<MoneyUnderWay> => {
        const request = { sidecarUrl, token: token ?? '', signal };
        const [deposits, withdrawals] = await Promise.all([
          fetchPendingDeposits({ ...request, account: owner }),
          fetchWithdrawals(request),
        ]);
        return { deposits, withdrawals };
      },
      // What the exchange tells by itself need not be asked for.
      refetchInterval: ({ state }) => {
        if (pushed !== null) return false;
        return isBusy(state.data) ? BUSY_MS : CALM_MS;
      },
    },
    custodyQueries,
  );
  useEffect(() => {
    if (token !== null && revision !== null) void refetch();
  }, [token, revision, refetch]);
  const snapshots = pushed?.snapshots ?? null;
  useEffect(() => {
    if (token !== null && snapshots !== null) void refetch();
  }, [token, snapshots, refetch]);
  const money = useMemo(() => withPushed(data ?? null, pushed), [data, pushed]);
  return { money, refresh: () => void refetch() };
}

/** What was told since it was read is the truth. */
function withPushed(
  read: MoneyUnderWay | null,
  pushed: MoneyOnItsWay | null,
): MoneyUnderWay | null {
  if (pushed === null) return read;
  const known = read?.withdrawals ?? [];
  const nonces = new Set(known.map(({ nonce }) => nonce));
  const fresh = [...pushed.withdrawals.values()].filter(({ nonce }) => !nonces.has(nonce));
  return {
    deposits: [...pushed.deposits.values()],
    withdrawals: [
      ...fresh,
      ...known.map((withdrawal) => pushed.withdrawals.get(withdrawal.nonce) ?? withdrawal),
    ],
  };
}

function isBusy(money: MoneyUnderWay | undefined): boolean {
  if (money === undefined) return true;
  return money.deposits.length > 0 || money.withdrawals.some(isOnItsWay);
}

/** Whether it has left the balance and is not paid. */
function isOnItsWay({ stage }: Withdrawal): boolean {
  return stage === 'requested' || stage === 'settling';
}

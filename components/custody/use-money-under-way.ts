import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Address } from '#lib/domain/address.ts';
import type { PendingDeposit, Withdrawal } from '#lib/domain/settlement.ts';
import { fetchPendingDeposits, fetchWithdrawals } from '#lib/queries/fetch-custody.ts';
import { custodyQueries } from './custody-queries.ts';

/** While something is on its way, and while nothing is: another page may have begun something. */
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
      refetchInterval: ({ state }) => (isBusy(state.data) ? BUSY_MS : CALM_MS),
    },
    custodyQueries,
  );
  useEffect(() => {
    if (token !== null && revision !== null) void refetch();
  }, [token, revision, refetch]);
  return { money: data ?? null, refresh: () => void refetch() };
}

function isBusy(money: MoneyUnderWay | undefined): boolean {
  if (money === undefined) return true;
  return money.deposits.length > 0 || money.withdrawals.some(isOnItsWay);
}

/** Whether it has left the balance and is not paid. */
function isOnItsWay({ stage }: Withdrawal): boolean {
  return stage === 'requested' || stage === 'settling';
}

import { useQuery } from '@tanstack/react-query';
import { fetchAccount } from '#lib/queries/fetch-account.ts';
import { fetchAgents } from '#lib/queries/fetch-agents.ts';
import { fetchFees } from '#lib/queries/fetch-fees.ts';
import { accountQueries } from './account-queries.ts';
import type { AccountSource } from './account-source.ts';

/** The account's trading keys, and how this browser stands among them. */
export function useAgents({ sidecarUrl, owner, token }: AccountSource) {
  const query = useQuery(
    {
      queryKey: [sidecarUrl, owner, 'agents'],
      enabled: token !== null,
      queryFn: async ({ signal }) => {
        const request = { sidecarUrl, token: token ?? '', signal };
        const [agents, account] = await Promise.all([fetchAgents(request), fetchAccount(request)]);
        return { agents, account };
      },
    },
    accountQueries,
  );
  return {
    ...query,
    /** They have changed: they are read anew, as soon as the exchange knows who asks. */
    changed: () => accountQueries.invalidateQueries({ queryKey: [sidecarUrl, owner, 'agents'] }),
  };
}

/** What fills cost; the same for everybody, so nobody needs to be known. */
export function useFees(sidecarUrl: string) {
  return useQuery(
    {
      queryKey: [sidecarUrl, 'fees'],
      queryFn: async ({ signal }) => fetchFees(sidecarUrl, { signal }),
    },
    accountQueries,
  );
}

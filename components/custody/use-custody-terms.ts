import { useQuery } from '@tanstack/react-query';
import { useNetworkConfig } from '#components/shell/config-provider.tsx';
import type { CustodyTerms } from '#lib/queries/fetch-custody-terms.ts';
import { custodyQueries } from './custody-queries.ts';
import { termsQuery } from './terms-query.ts';

/** On which terms money comes in and goes out; `null` while that is not known. */
export function useCustodyTerms(): CustodyTerms | null {
  const { sidecarUrl } = useNetworkConfig();
  return useQuery(termsQuery(sidecarUrl), custodyQueries).data ?? null;
}

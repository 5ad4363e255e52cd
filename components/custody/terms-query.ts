import { type CustodyTerms, fetchCustodyTerms } from '#lib/queries/fetch-custody-terms.ts';

/** They change when the exchange is started anew, if at all. */
const STALE_MS = 60_000;
const RETRY_MS = 3_000;

/** How the terms of the clearing house are read and kept. */
export function termsQuery(sidecarUrl: string) {
  return {
    queryKey: [sidecarUrl, 'terms'],
    queryFn: async ({ signal }: { readonly signal: AbortSignal }): Promise<CustodyTerms | null> =>
      fetchCustodyTerms(sidecarUrl, { signal }),
    staleTime: STALE_MS,
    // Without an answer, the next one is asked for soon.
    refetchInterval: ({ state }: { readonly state: { readonly data: unknown } }) =>
      state.data === undefined ? RETRY_MS : false,
  } as const;
}

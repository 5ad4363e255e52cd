import { QueryClient } from '@tanstack/react-query';

/**
 * What is read of accounts over HTTP, kept by account. A read that fails says so and is tried again by
 * the person; what is newer comes over the stream.
 */
export const accountQueries = new QueryClient({
  defaultOptions: {
    queries: { retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});

import { QueryClient } from '@tanstack/react-query';

/** What is read for deposits and withdrawals. A read that fails leaves what was read before. */
export const custodyQueries = new QueryClient({
  defaultOptions: { queries: { retry: false, networkMode: 'always', refetchOnWindowFocus: true } },
});

import { setTimeout as delay } from 'node:timers/promises';
import { ChainEndpoints } from './chain-endpoints.ts';

export type OpenEndpointsOptions = {
  /** In order of preference. */
  readonly rpcUrls: readonly string[];
  readonly chainId: number;
  readonly limits: {
    readonly rpcTimeoutMs: number;
    readonly endpointRestMs: number;
    readonly endpointLongestRestMs: number;
    readonly endpointBlocksBehind: number;
    readonly endpointPatienceMs: number;
    readonly endpointProbeMs: number;
  };
  readonly logger: { error(facts: object, message: string): void };
};

/** The configured RPC endpoints; `watch` looks after them. */
export function openEndpoints({
  rpcUrls,
  chainId,
  limits,
  logger,
}: OpenEndpointsOptions): ChainEndpoints {
  const endpoints = new ChainEndpoints({
    urls: rpcUrls,
    chainId,
    timeoutMs: limits.rpcTimeoutMs,
    restMs: limits.endpointRestMs,
    longestRestMs: limits.endpointLongestRestMs,
    mostBlocksBehind: limits.endpointBlocksBehind,
    patienceMs: limits.endpointPatienceMs,
    probeMs: limits.endpointProbeMs,
    clock: () => performance.now(),
    sleep: async (ms, signal) => {
      await delay(ms, undefined, { signal }).catch(() => undefined);
    },
  });
  const told = new Map<string, number>();
  endpoints.onForeign((endpoint, { found, message }) => {
    if (told.get(endpoint) === found) return;
    told.set(endpoint, found);
    logger.error({ endpoint }, `${message}: it is not used. Correct RPC_URL or RPC_URLS.`);
  });
  return endpoints;
}

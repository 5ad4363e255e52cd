import { type Chain, type Client, createClient, defineChain, http, type Transport } from 'viem';
import type { Address } from '#lib/domain/address.ts';

/** Requests made in the same turn travel as one; so many at most, to keep bodies small. */
const HTTP_BATCH_SIZE = 10;
const TIMEOUT_MS = 10_000;
const RETRIES = 2;

/** What reads go through: one of these, or a wallet library's client for the chain. */
export type ChainClient = Client<Transport, Chain>;

export type ChainClientOptions = {
  readonly chainId: number;
  readonly name: string;
  readonly rpcUrl: string;
  readonly multicall3?: Address;
  /** Symbol of the coin; LUX unless said otherwise. */
  readonly coin?: string;
};

/**
 * A client for reading the chain over HTTP, in the browser or in Node. It makes no requests by
 * itself, and it holds no account.
 */
export function createChainClient(options: ChainClientOptions): ChainClient {
  const { chainId, name, rpcUrl, multicall3, coin = 'LUX' } = options;
  return createClient({
    chain: defineChain({
      id: chainId,
      name,
      nativeCurrency: { name: coin, symbol: coin, decimals: 18 },
      rpcUrls: { default: { http: [rpcUrl] } },
      ...(multicall3 === undefined ? {} : { contracts: { multicall3: { address: multicall3 } } }),
    }),
    transport: http(rpcUrl, {
      batch: { batchSize: HTTP_BATCH_SIZE },
      retryCount: RETRIES,
      timeout: TIMEOUT_MS,
    }),
  });
}

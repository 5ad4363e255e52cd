import {
  type Chain,
  createPublicClient,
  custom,
  defineChain,
  type PublicClient,
  type Transport,
} from 'viem';
import { Endpoint, type EndpointStatus } from './endpoint.ts';
import { EndpointBehindError, ForeignChainError, isEndpointFault } from './endpoint-fault.ts';

export type ChainEndpointsOptions = {
  /** In order of preference; at least one. */
  readonly urls: readonly string[];
  /** The chain that all must be of. */
  readonly chainId: number;
  /** Longest wait for one answer of one endpoint. */
  readonly timeoutMs: number;
  readonly restMs: number;
  readonly longestRestMs: number;
  /** How many blocks an endpoint may be behind the others before these are preferred. */
  readonly mostBlocksBehind: number;
  /** How long an endpoint that knows less than another one told is not believed. */
  readonly patienceMs: number;
  /** Time between looks at how all endpoints do. */
  readonly probeMs: number;
  /** Milliseconds that only grow. */
  readonly clock: () => number;
  /** Waits, and gives up waiting when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
};

type ForeignListener = (endpoint: string, error: ForeignChainError) => void;

/** A client that asks one endpoint, and what is known of the chain beyond it. */
export type OneEndpoint = {
  readonly client: PublicClient;
  /**
   * Says that this endpoint knows the chain up to this block only, or lacks it.
   *
   * @throws EndpointBehindError when another one told of a later block a moment ago.
   */
  reaches(block: number): void;
  /** Says that this block is the newest of the endpoint. */
  sawHead(block: number): void;
};

/**
 * The chain's RPC endpoints: each request goes to the first that does well, and on to the next when
 * that one fails or takes too long. Nothing is asked twice at a time.
 */
export class ChainEndpoints {
  /** A client over all endpoints; each request for itself may be answered by another one. */
  readonly client: PublicClient<Transport, Chain>;
  readonly #options: ChainEndpointsOptions;
  readonly #endpoints: readonly Endpoint[];
  readonly #headListeners = new Set<() => void>();
  readonly #foreignListeners = new Set<ForeignListener>();
  /** The newest block that an endpoint told, which it was, and when. */
  #told: { readonly block: number; readonly by: Endpoint; readonly at: number } | null = null;

  constructor(options: ChainEndpointsOptions) {
    const { urls, chainId, timeoutMs, restMs, longestRestMs, clock } = options;
    this.#options = options;
    this.#endpoints = urls.map(
      (url) => new Endpoint({ url, chainId, timeoutMs, restMs, longestRestMs, clock }),
    );
    this.client = createPublicClient({
      chain: chainOf(chainId),
      transport: custom(
        {
          request: async (request) =>
            await this.onOne(async ({ client }) => await client.request(request)),
        },
        { retryCount: 0 },
      ),
    });
  }

  status(): readonly EndpointStatus[] {
    return this.#endpoints.map((endpoint) => endpoint.status());
  }

  /**
   * Runs questions that belong together with one endpoint; all of them again with the next one when
   * it fails.
   *
   * @throws What the node answers in place of a result; of failures the last endpoint's.
   */
  async onOne<Result>(run: (one: OneEndpoint) => Promise<Result>): Promise<Result> {
    let failure: unknown = new Error('no endpoint is configured');
    for (const endpoint of this.#inOrder()) {
      try {
        return await endpoint.ask(async (client) => await run(this.#oneOf(endpoint, client)));
      } catch (error) {
        if (!isEndpointFault(error)) throw error;
        if (error instanceof ForeignChainError) this.#tellForeign(endpoint, error);
        failure = error;
      }
    }
    throw failure;
  }

  /** The id of the chain: the configured one, unless every endpoint that answers has another. */
  async chainId(): Promise<number> {
    try {
      return await this.client.getChainId();
    } catch (error) {
      const foreign = this.#endpoints.map(({ foreignChain }) => foreignChain);
      const [found] = foreign;
      if (found !== undefined && found !== null && !foreign.includes(null)) return found;
      throw error;
    }
  }

  /** Told whenever an endpoint of another chain was asked; it is not used. */
  onForeign(listener: ForeignListener): () => void {
    this.#foreignListeners.add(listener);
    return () => {
      this.#foreignListeners.delete(listener);
    };
  }

  /** Told when a WebSocket announces a new head; a hint only, for those who poll. */
  onNewHead(listener: () => void): () => void {
    this.#headListeners.add(listener);
    return () => {
      this.#headListeners.delete(listener);
    };
  }

  /** Looks how all endpoints do, now and then, until the signal is aborted. */
  async watch(signal: AbortSignal): Promise<void> {
    const { probeMs, sleep } = this.#options;
    while (!signal.aborted) {
      await this.probe();
      await sleep(probeMs, signal);
    }
    for (const endpoint of this.#endpoints) endpoint.close();
  }

  /** One look at all of them: who answers, and who is behind. */
  async probe(): Promise<void> {
    const heads = await Promise.all(
      this.#endpoints.map(async (endpoint) => {
        try {
          const head = await endpoint.probe();
          await endpoint.followHeads(() => this.#tellNewHead());
          return head;
        } catch (error) {
          if (error instanceof ForeignChainError) this.#tellForeign(endpoint, error);
          return null;
        }
      }),
    );
    const highest = Math.max(...heads.map((head) => head ?? 0));
    for (const [index, endpoint] of this.#endpoints.entries()) {
      const head = heads[index] ?? null;
      endpoint.isBehindBy(head === null ? null : highest - head);
    }
  }

  #tellForeign({ name }: Endpoint, error: ForeignChainError): void {
    for (const listener of this.#foreignListeners) listener(name, error);
  }

  #tellNewHead(): void {
    for (const listener of this.#headListeners) listener();
  }

  /** As configured, but those last that rest after a failure, and before them those behind. */
  #inOrder(): readonly Endpoint[] {
    const { clock, mostBlocksBehind } = this.#options;
    const now = clock();
    const rank = (endpoint: Endpoint) => {
      if (endpoint.restsUntil > now) return 2;
      return endpoint.blocksBehind > mostBlocksBehind ? 1 : 0;
    };
    return this.#endpoints.toSorted((a, b) => rank(a) - rank(b) || restOrder(a, b, now));
  }

  #oneOf(endpoint: Endpoint, client: PublicClient): OneEndpoint {
    const { clock, patienceMs } = this.#options;
    return {
      client,
      reaches: (block) => {
        const told = this.#told;
        if (told === null || told.by === endpoint || block >= told.block) return;
        if (clock() - told.at < patienceMs) throw new EndpointBehindError(told.block);
      },
      sawHead: (block) => {
        endpoint.sawHead(block);
        this.#told = { block, by: endpoint, at: clock() };
      },
    };
  }
}

/** What clients want to know of a chain. */
function chainOf(id: number): Chain {
  return defineChain({
    id,
    name: 'Lux',
    nativeCurrency: { name: 'LUX', symbol: 'LUX', decimals: 18 },
    rpcUrls: { default: { http: [] } },
  });
}

/** Of those that rest the one first whose rest ends first; the others stay as they are. */
function restOrder(a: Endpoint, b: Endpoint, now: number): number {
  return Math.max(a.restsUntil, now) - Math.max(b.restsUntil, now);
}

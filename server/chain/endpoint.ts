import {
  createPublicClient,
  http,
  type PublicClient,
  type WebSocketTransport,
  webSocket,
} from 'viem';
import { ForeignChainError, isOutage } from './endpoint-fault.ts';
import { shortMessage } from './short-message.ts';

/** How one endpoint does, for operators; nothing in it tells its address beyond the host. */
export type EndpointStatus = {
  /** Host and port. */
  readonly name: string;
  /** Whether it answered when it was asked last. */
  readonly healthy: boolean;
  /** Why it did not answer last; `null` while it does. */
  readonly lastError: string | null;
  /** How long its last answer took, milliseconds; `null` before the first. */
  readonly latencyMs: number | null;
  /** The newest block it has told; `null` before the first. */
  readonly head: number | null;
  /** Blocks by which it was behind the others when all were asked; `null` before that. */
  readonly blocksBehind: number | null;
};

export type EndpointOptions = {
  readonly url: string;
  readonly chainId: number;
  readonly timeoutMs: number;
  /** Rest after a failure; it doubles with each further one, up to the longest. */
  readonly restMs: number;
  readonly longestRestMs: number;
  /** Milliseconds that only grow. */
  readonly clock: () => number;
};

/** One RPC endpoint: asks it, remembers how it does, and refuses it while it is of another chain. */
export class Endpoint {
  readonly name: string;
  readonly client: PublicClient;
  readonly #options: EndpointOptions;
  /** The same client, where it is a WebSocket's. */
  readonly #socket: PublicClient<WebSocketTransport> | null = null;
  #followsHeads = false;
  #verified: Promise<void> | null = null;
  /** The other chain's id, when it is of another chain. */
  #foreign: number | null = null;
  #failures = 0;
  #restsUntil = Number.NEGATIVE_INFINITY;
  #lastError: string | null = null;
  #latencyMs: number | null = null;
  #head: number | null = null;
  #blocksBehind: number | null = null;

  constructor(options: EndpointOptions) {
    const { url, timeoutMs } = options;
    this.#options = options;
    this.name = new URL(url).host;
    const settings = { timeout: timeoutMs, retryCount: 0 };
    if (/^wss?:/.test(url)) {
      // It connects anew when it is asked again, so that it is never given up for good.
      const transport = webSocket(url, { ...settings, reconnect: false, keepAlive: false });
      this.#socket = createPublicClient({ transport });
      this.client = this.#socket;
    } else {
      this.client = createPublicClient({ transport: http(url, settings) });
    }
  }

  /** The id of the other chain that it belongs to; `null` while that is not known of it. */
  get foreignChain(): number | null {
    return this.#foreign;
  }

  get blocksBehind(): number {
    return this.#blocksBehind ?? 0;
  }

  /** When it is asked again by itself, on the clock. */
  get restsUntil(): number {
    return this.#restsUntil;
  }

  status(): EndpointStatus {
    return {
      name: this.name,
      healthy: this.#failures === 0 && this.#foreign === null,
      lastError: this.#lastError,
      latencyMs: this.#latencyMs,
      head: this.#head,
      blocksBehind: this.#blocksBehind,
    };
  }

  /** Asks it, when it is of the right chain. What it answers, errors too, counts as an answer. */
  async ask<Result>(run: (client: PublicClient) => Promise<Result>): Promise<Result> {
    const begun = this.#options.clock();
    try {
      await this.#verify();
      const result = await run(this.client);
      this.#answered(begun);
      return result;
    } catch (error) {
      if (isOutage(error)) this.#failed(error);
      else this.#answered(begun);
      throw error;
    }
  }

  /** Looks how it does: its newest block. */
  async probe(): Promise<number> {
    const head = await this.ask(async (client) =>
      Number(await client.getBlockNumber({ cacheTime: 0 })),
    );
    this.sawHead(head);
    return head;
  }

  sawHead(head: number): void {
    this.#head = head;
  }

  isBehindBy(blocks: number | null): void {
    this.#blocksBehind = blocks;
  }

  /** Tells of each new head from now on, where it is a WebSocket; for as long as it is open. */
  async followHeads(onHead: () => void): Promise<void> {
    if (this.#socket === null || this.#followsHeads) return;
    this.#followsHeads = true;
    const onError = () => {
      this.#followsHeads = false;
    };
    const { transport } = this.#socket;
    const subscribed = transport.subscribe({ params: ['newHeads'], onData: onHead, onError });
    // There may have been one just before.
    await subscribed.then(onHead, onError);
  }

  /** Ends the connection that is open, where there is one. */
  close(): void {
    this.#followsHeads = false;
    const connecting = this.#socket?.transport.getRpcClient();
    connecting?.then(
      (connection) => connection.close(),
      () => undefined,
    );
  }

  async #verify(): Promise<void> {
    this.#verified ??= this.#compareChains();
    try {
      await this.#verified;
    } catch (error) {
      this.#verified = null;
      throw error;
    }
  }

  async #compareChains(): Promise<void> {
    const { chainId } = this.#options;
    const found = await this.client.getChainId();
    this.#foreign = found === chainId ? null : found;
    if (this.#foreign !== null) throw new ForeignChainError({ found, expected: chainId });
  }

  #answered(begun: number): void {
    this.#failures = 0;
    this.#lastError = null;
    this.#restsUntil = Number.NEGATIVE_INFINITY;
    this.#latencyMs = this.#options.clock() - begun;
  }

  #failed(error: unknown): void {
    const { restMs, longestRestMs, clock } = this.#options;
    const rest = Math.min(longestRestMs, restMs * 2 ** Math.min(this.#failures, 20));
    this.#failures += 1;
    this.#restsUntil = clock() + rest;
    this.#lastError = shortMessage(error);
    // Behind the address there may be another chain when it comes back.
    this.#verified = null;
    this.close();
  }
}

import type { Block } from '#lib/domain/block.ts';
import type { ChainView } from '#server/gateway/index.ts';

type Status = ReturnType<ChainView['status']>;
type NetworkState = ReturnType<ChainView['network']>;

/** A chain that does exactly what a test tells it to. */
export class ScriptedChain implements ChainView {
  readonly #listeners = new Set<{ block(block: Block): void }>();
  #status: Status = { reachable: false, error: null, head: null, fault: null };
  #network: NetworkState = null;

  /** The chain gets a new head. */
  mine(number: number, timestampMs: number): Block {
    const hash = `0x${number.toString(16).padStart(64, '0')}` as const;
    const parentHash = `0x${(number - 1).toString(16).padStart(64, '0')}` as const;
    const head = { number, hash, parentHash, timestampMs, baseFeeWei: 7n };
    this.#status = { ...this.#status, reachable: true, error: null, head };
    for (const listener of this.#listeners) listener.block(head);
    return head;
  }

  set(status: Partial<Status>): void {
    this.#status = { ...this.#status, ...status };
  }

  setNetwork(network: NetworkState): void {
    this.#network = network;
  }

  status(): Status {
    return this.#status;
  }

  network(): NetworkState {
    return this.#network;
  }

  networkError(): string | null {
    return null;
  }

  listen(listener: { block(block: Block): void }): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}

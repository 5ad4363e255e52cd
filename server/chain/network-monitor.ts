import type { Deployment } from '#lib/domain/network.ts';
import { ConfigurationError } from '#lib/env/configuration-error.ts';
import type { ExchangeEnv } from '#lib/env/exchange-env.ts';
import type { ChainReader } from './chain-reader.ts';
import { checkNetwork, type NetworkCheck } from './network-check.ts';
import { shortMessage } from './short-message.ts';

export type NetworkMonitorOptions = {
  readonly reader: ChainReader;
  readonly env: ExchangeEnv;
  readonly readDeployment: () => Deployment | null;
  readonly onChecked: (check: NetworkCheck) => void;
  /** The network could not be verified now; it will be tried again. */
  readonly onFailure: (error: unknown) => void;
  /** The RPC belongs to another chain: there is nothing that this process may do with it. */
  readonly onWrongChain: (error: ConfigurationError) => void;
};

/** Verifies the network whenever it may have changed, and remembers the result. */
export class NetworkMonitor {
  readonly #options: NetworkMonitorOptions;
  #check: NetworkCheck | null = null;
  #error: string | null = null;
  #running: Promise<void> | null = null;

  constructor(options: NetworkMonitorOptions) {
    this.#options = options;
  }

  /** The last result; `null` while there is none. */
  current(): NetworkCheck | null {
    return this.#check;
  }

  /** Why the last attempt failed; `null` when it did not. */
  error(): string | null {
    return this.#error;
  }

  /** Whether a later look may find more: nothing was verified, or nothing deployed. */
  isIncomplete(): boolean {
    return this.#check === null || this.#check.deployment === null;
  }

  /** Verifies now, unless that is going on already. */
  async verify(): Promise<void> {
    this.#running ??= this.#verify().finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  async #verify(): Promise<void> {
    const { reader, env, readDeployment, onChecked, onFailure, onWrongChain } = this.#options;
    try {
      const check = await checkNetwork({ reader, env, deployment: readDeployment() });
      this.#check = check;
      this.#error = null;
      onChecked(check);
    } catch (error) {
      this.#error = shortMessage(error);
      if (error instanceof ConfigurationError) onWrongChain(error);
      else onFailure(error);
    }
  }
}

import type { Deployment } from '#lib/domain/network.ts';
import { clearingHouseDifferences, stoppedParts } from './clearing-house-differences.ts';
import type { ClearingHouseOnChain, ClearingHousePlace } from './read-clearing-house.ts';

export type ClearingHouseMonitorOptions = {
  /** Reads a clearing house; it rejects while the chain does not answer. */
  readonly read: (place: ClearingHousePlace) => Promise<ClearingHouseOnChain>;
  /** What is deployed on the chain; `null` while that is not known. */
  readonly deployment: () => Deployment | null;
  /** Time between two looks, milliseconds: assets and markets are listed rarely. */
  readonly intervalMs: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly logger: {
    info(facts: object, message: string): void;
    warn(facts: object, message: string): void;
    error(facts: object, message: string): void;
  };
};

/** What the last look found. Differs: nothing is taken or settled until that is mended. */
export type ClearingHouseStatus =
  | { readonly kind: 'unknown' | 'absent' }
  | { readonly kind: 'verified'; readonly stopped: readonly string[] }
  | { readonly kind: 'differs'; readonly differences: readonly string[] };

/**
 * Compares the clearing house with this exchange's assets and markets, from time to time. Where they
 * differ, the exchange works without it: matched trades could not be settled as they were matched.
 */
export class ClearingHouseMonitor {
  readonly #options: ClearingHouseMonitorOptions;
  #status: ClearingHouseStatus = { kind: 'unknown' };
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  #looking = false;
  #isFailing = false;

  constructor(options: ClearingHouseMonitorOptions) {
    this.#options = options;
  }

  status(): ClearingHouseStatus {
    return this.#status;
  }

  /** How the clearing house differs from what the markets need; nothing while that is not known. */
  differences(): readonly string[] {
    return this.#status.kind === 'differs' ? this.#status.differences : [];
  }

  /** What is deployed, without a clearing house that was not found to be as it should. */
  usableDeployment(): Deployment | null {
    const deployment = this.#options.deployment();
    if (deployment === null || this.#status.kind === 'verified') return deployment;
    const { clearingHouse: _, ...contracts } = deployment.contracts;
    return { ...deployment, contracts };
  }

  /** Looks again, unless it did so a short while ago. */
  async blockArrived(): Promise<void> {
    const { deployment: current, intervalMs, now } = this.#options;
    const deployment = current();
    const isDue = this.#status.kind === 'unknown' || now() - this.#lookedAtMs >= intervalMs;
    if (deployment === null || this.#looking || !isDue) return;
    this.#looking = true;
    try {
      this.#tell(await this.#look(deployment));
      this.#lookedAtMs = now();
      this.#isFailing = false;
    } catch (error) {
      // What was found before holds until the next look.
      const { logger } = this.#options;
      if (!this.#isFailing)
        logger.warn({ err: error }, 'the clearing house does not answer as one');
      this.#isFailing = true;
      if (this.#status.kind !== 'unknown') this.#lookedAtMs = now();
    } finally {
      this.#looking = false;
    }
  }

  /** After a reorganisation nothing that was seen counts. */
  forget(): void {
    this.#lookedAtMs = Number.NEGATIVE_INFINITY;
  }

  async #look(deployment: Deployment): Promise<ClearingHouseStatus> {
    const { clearingHouse: address, multicall3 } = deployment.contracts;
    if (address === undefined || multicall3 === undefined) return { kind: 'absent' };
    const found = await this.#options.read({ address, multicall3 });
    const differences = clearingHouseDifferences(found, deployment);
    return differences.length > 0
      ? { kind: 'differs', differences }
      : { kind: 'verified', stopped: stoppedParts(found) };
  }

  #tell(status: ClearingHouseStatus): void {
    const { logger } = this.#options;
    const isNews = JSON.stringify(status) !== JSON.stringify(this.#status);
    this.#status = status;
    if (!isNews) return;
    if (status.kind === 'differs') {
      const { differences } = status;
      const message = 'the clearing house is not what the markets need: custody is unavailable';
      logger.error({ differences }, message);
    } else if (status.kind === 'absent') {
      logger.warn({}, 'there is no clearing house on this network: custody is unavailable');
    } else if (status.kind === 'verified' && status.stopped.length > 0) {
      logger.warn(
        { stopped: status.stopped },
        'the clearing house is verified, and partly stopped',
      );
    } else logger.info({}, 'the clearing house is verified');
  }
}

import type { Settlement } from '#lib/domain/settlement.ts';
import { encodeSettlementUpdate } from '#lib/protocol/frames/settlement-update.ts';
import { encodeSettlementBatch } from '#lib/protocol/rpc/settlement-batch.ts';
import type { SettlementView } from '#server/settlement/index.ts';
import type { SnapshotContent } from './stream.ts';
import type { FrameContent } from './stream-frame.ts';

export type SettlementFeedOptions = {
  readonly settlement: SettlementView;
  /** Orders of a batch's trades; rejects while they cannot be told. */
  readonly orderIdsOf: (batch: number) => Promise<readonly number[]>;
};

const TYPE = 'settlement_update';

/**
 * What is told of batches. Clients of the short and flat forms know single ones with their orders, which
 * are looked up first; where that fails those clients are not told of it.
 */
export class SettlementFeed {
  readonly #options: SettlementFeedOptions;
  #newest: (() => object) | null = null;
  /** One after the other, in the order in which they happened. */
  #telling = Promise.resolve();

  constructor(options: SettlementFeedOptions) {
    this.#options = options;
  }

  snapshot(): SnapshotContent {
    const { lastSettled, inFlight } = this.#options.settlement.status();
    const known = [lastSettled, inFlight].filter((each) => each !== null);
    return { type: TYPE, data: () => encodeSettlementUpdate(known), whole: this.#newest };
  }

  /** Begins to publish what happens; returns the function that ends it. */
  start(publish: (content: FrameContent) => void): () => void {
    return this.#options.settlement.onChange((change) => {
      if (change.kind !== 'settlement') return;
      this.#telling = this.#telling.then(() => this.#tell(change.settlement, publish));
    });
  }

  async #tell(settlement: Settlement, publish: (content: FrameContent) => void): Promise<void> {
    const whole = await this.#wholeOf(settlement);
    if (whole !== null) this.#newest = whole;
    publish({ type: TYPE, data: () => encodeSettlementUpdate([settlement]), whole });
  }

  async #wholeOf(settlement: Settlement): Promise<(() => object) | null> {
    try {
      const orderIds = await this.#options.orderIdsOf(settlement.batch);
      return () => encodeSettlementBatch(settlement, orderIds);
    } catch {
      return null;
    }
  }
}

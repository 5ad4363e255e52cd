import { Worker } from 'node:worker_threads';
import type { ControlTotals } from './control-totals.ts';
import type { ShadowOptions, ShadowOrder, ShadowReport } from './shadow.ts';

export type ShadowThreadOptions = ShadowOptions & {
  readonly onReport: (report: ShadowReport) => void;
  /** The thread has ended: there will be no more snapshots. */
  readonly onFailure: (error: unknown) => void;
};

const PROGRAM = new URL('./shadow-worker.ts', import.meta.url);

/** The shadow in its thread. One order is on its way at a time; checkpoints wait for the next. */
export class ShadowThread {
  readonly #worker: Worker;
  #checkpoints: ControlTotals[] = [];
  #orderedSeq: number;
  #idle = true;

  /** @param fromSeq the durable command at which the shadow may be taken to stand */
  constructor({ onReport, onFailure, ...options }: ShadowThreadOptions) {
    this.#orderedSeq = -1;
    this.#worker = new Worker(PROGRAM, { workerData: options });
    this.#worker.on('message', (report: ShadowReport) => {
      this.#idle = true;
      onReport(report);
    });
    this.#worker.on('error', onFailure);
    this.#worker.unref();
  }

  /** Figures of the engine that the shadow is to find as well. */
  checkpoint(totals: ControlTotals): void {
    this.#checkpoints.push(totals);
  }

  /** Lets the shadow follow up to a durable command, unless it is still busy. */
  advance(durableSeq: number): void {
    if (!this.#idle || durableSeq === this.#orderedSeq) return;
    // Those beyond what is durable may never come to be: they wait.
    const isDurable = ({ seq }: ControlTotals) => seq <= durableSeq;
    const order: ShadowOrder = { durableSeq, checkpoints: this.#checkpoints.filter(isDurable) };
    this.#checkpoints = this.#checkpoints.filter((totals) => !isDurable(totals));
    this.#orderedSeq = durableSeq;
    this.#idle = false;
    this.#worker.postMessage(order);
  }

  async close(): Promise<void> {
    this.#worker.removeAllListeners('error');
    await this.#worker.terminate();
  }
}

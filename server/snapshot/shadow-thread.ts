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
  readonly #onFailure: (error: unknown) => void;
  #checkpoints: ControlTotals[] = [];
  #orderedSeq = -1;
  #idle = true;
  /** Whether nothing is to be told any more: it was closed, or its failure was told. */
  #hasEnded = false;

  /** @param program what runs in the thread */
  constructor({ onReport, onFailure, ...options }: ShadowThreadOptions, program = PROGRAM) {
    this.#onFailure = onFailure;
    this.#worker = new Worker(program, { workerData: options });
    this.#worker.on('message', (report: ShadowReport) => {
      if (this.#hasEnded) return;
      this.#idle = true;
      onReport(report);
    });
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('messageerror', (error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#fail(new Error(`it exited with code ${code}`)));
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

  /** Ends the thread, whatever it is doing. Neither a report nor a failure is told after this. */
  async close(): Promise<void> {
    // The listeners stay: an error that nobody listens to would end the process.
    this.#hasEnded = true;
    await this.#worker.terminate();
  }

  #fail(error: unknown): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#onFailure(error);
  }
}

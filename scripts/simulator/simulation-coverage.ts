import type { EngineEvent } from '#server/engine/index.ts';
import { doneReasons, eventKinds, rejectCodes } from '#server/engine/index.ts';

/** How often each kind of event, reject code and done reason occurred. */
export class SimulationCoverage {
  readonly #counts = new Map<string, number>();
  #commands = 0;
  #rejected = 0;

  /** Counts what one command caused. */
  add(events: readonly EngineEvent[]): void {
    this.#commands += 1;
    for (const event of events) {
      this.#count(`event ${event.kind}`);
      if (event.kind === 'done') this.#count(`done ${event.reason}`);
      if (event.kind === 'rejected') {
        this.#count(`reject ${event.code}`);
        this.#rejected += 1;
      }
    }
  }

  /** Takes in what another run has counted. */
  merge(other: SimulationCoverage): void {
    this.#commands += other.#commands;
    this.#rejected += other.#rejected;
    for (const [name, count] of other.#counts) {
      this.#counts.set(name, (this.#counts.get(name) ?? 0) + count);
    }
  }

  get commands(): number {
    return this.#commands;
  }

  get rejected(): number {
    return this.#rejected;
  }

  /** Everything that can occur, with its count. */
  table(): readonly (readonly [string, number])[] {
    const names = [
      ...eventKinds.map((kind) => `event ${kind}`),
      ...doneReasons.map((reason) => `done ${reason}`),
      ...rejectCodes.map((code) => `reject ${code}`),
    ];
    return names.map((name) => [name, this.#counts.get(name) ?? 0]);
  }

  /** What never occurred. */
  missing(): readonly string[] {
    return this.table()
      .filter(([, count]) => count === 0)
      .map(([name]) => name);
  }

  #count(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }
}

import { setImmediate } from 'node:timers/promises';

/**
 * Bytes of records between two turns of the event loop. Reading and executing so many takes a few
 * milliseconds.
 */
const BYTES_A_TURN = 131_072;

/**
 * Lets the event loop go on in the midst of long work, so that meanwhile requests are answered and
 * signals heard. It counts bytes and no time, so that a run is like the one before.
 */
export class TurnGiver {
  #bytes = 0;

  /** To be awaited after so many bytes of work. */
  async worked(bytes: number): Promise<void> {
    this.#bytes += bytes;
    if (this.#bytes < BYTES_A_TURN) return;
    this.#bytes = 0;
    await setImmediate();
  }
}

import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const DEFAULT_MAX_BYTES = 8 * 1024 * 1024;

/**
 * A log on disk that cannot fill it: at its limit the file becomes `<path>.1`, and the one before is
 * dropped. A full disk must not stop an exchange, so a line that cannot be written is lost.
 */
export class LogFile {
  readonly #path: string;
  readonly #maxBytes: number;
  #descriptor: number | null;
  #bytes: number;

  constructor(path: string, maxBytes = DEFAULT_MAX_BYTES) {
    mkdirSync(dirname(path), { recursive: true });
    this.#path = path;
    this.#maxBytes = maxBytes;
    this.#descriptor = openSync(path, 'a');
    this.#bytes = statSync(path).size;
  }

  write(line: string): void {
    if (this.#descriptor === null) return;
    try {
      if (this.#bytes > this.#maxBytes) this.#descriptor = this.#rotate(this.#descriptor);
      this.#bytes += writeSync(this.#descriptor, `${line}\n`);
    } catch {
      // The screen has the line too.
    }
  }

  /** Lines that come later are dropped. */
  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  #rotate(descriptor: number): number {
    closeSync(descriptor);
    renameSync(this.#path, `${this.#path}.1`);
    this.#bytes = 0;
    return openSync(this.#path, 'a');
  }
}

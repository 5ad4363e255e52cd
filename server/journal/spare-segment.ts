import { join } from 'node:path';
import type { JournalFiles, WritableFile } from './journal-files.ts';
import { SPARE_NAME } from './segment-name.ts';
import { writeWhole } from './write-whole.ts';

/** Zeros are written in pieces of this size, between the log's own writes. */
const PIECE_BYTES = 262_144;

/** The spare grows so many times as fast as the log, so that it is done long before it is needed. */
const PACE = 2;

type SpareOptions = {
  readonly files: JournalFiles;
  readonly folder: string;
  readonly segmentBytes: number;
};

/**
 * The next segment while it is being filled with zeros. Writing into what is filled changes no
 * metadata of the file, which makes a durable write several times as fast. Filling keeps pace with the log, because the
 * disk serves both.
 */
export class SpareSegment {
  readonly path: string;
  readonly #options: SpareOptions;
  #filled: Promise<WritableFile>;
  /** Bytes that may be written by now. */
  #allowance = 0;
  #isStopped = false;
  #wake: (() => void) | null = null;

  constructor(options: SpareOptions) {
    this.#options = options;
    this.path = join(options.folder, SPARE_NAME);
    this.#filled = this.#fill();
    // Whoever takes the spare hears of it; until then nobody needs to.
    this.#filled.catch(() => null);
  }

  /** The log has written so many bytes. */
  advance(bytes: number): void {
    this.#allowance += PACE * bytes;
    this.#wake?.();
  }

  /**
   * The filled file, under the name {@link path}. What is missing is filled as fast as the disk can.
   * A spare that failed is made once more: what hindered it may be long past.
   *
   * @throws The error that the second attempt ended with.
   */
  async take(): Promise<WritableFile> {
    this.advance(this.#options.segmentBytes);
    try {
      return await this.#filled;
    } catch {
      this.#filled = this.#fill();
      return await this.#filled;
    }
  }

  /** Stops filling and removes the file. */
  async discard(): Promise<void> {
    this.#isStopped = true;
    this.#wake?.();
    const file = await this.#filled.catch(() => null);
    await file?.close();
    await this.#options.files.remove(this.path);
  }

  async #fill(): Promise<WritableFile> {
    const { files, segmentBytes } = this.#options;
    await files.remove(this.path);
    const file = await files.openForWriting(this.path, 'create');
    try {
      const zeros = new Uint8Array(Math.min(PIECE_BYTES, segmentBytes));
      for (let position = 0; position < segmentBytes && !this.#isStopped; ) {
        await this.#allowed(position);
        const bytes = zeros.subarray(0, Math.min(zeros.length, segmentBytes - position));
        await writeWhole(file, { bytes, position });
        position += bytes.length;
      }
      return file;
    } catch (error) {
      await file.close();
      // A part of a spare is of no use, and the room that it takes may be the last.
      await files.remove(this.path).catch(() => null);
      throw error;
    }
  }

  async #allowed(position: number): Promise<void> {
    while (position > this.#allowance && !this.#isStopped) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#wake = null;
  }
}

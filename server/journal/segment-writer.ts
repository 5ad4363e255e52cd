import { randomFillSync } from 'node:crypto';
import { join } from 'node:path';
import type { JournalFiles, WritableFile } from './journal-files.ts';
import type { PendingBlock } from './pending-block.ts';
import { encodeSegmentHeader, SEGMENT_HEADER_BYTES } from './segment-header.ts';
import { segmentName } from './segment-name.ts';
import { SpareSegment } from './spare-segment.ts';
import { writeWhole } from './write-whole.ts';

/** The segment that is being written. */
export type ActiveSegment = {
  readonly file: WritableFile;
  readonly byteLength: number;
  readonly markLow: number;
  readonly markHigh: number;
  /** Where the next block goes. */
  readonly offset: number;
};

export type SegmentWriterOptions = {
  readonly files: JournalFiles;
  readonly folder: string;
  readonly network: string;
  readonly segmentBytes: number;
  /** `null` when there is no segment yet. */
  readonly active: ActiveSegment | null;
  /** Chain hash of the last block. */
  readonly chain: Uint8Array;
};

/**
 * Writes blocks one after another and begins a new segment when the present one is full. After an
 * error it must not be used again but to be closed.
 */
export class SegmentWriter {
  readonly #options: SegmentWriterOptions;
  #active: ActiveSegment | null;
  #offset: number;
  #chain: Uint8Array;
  #spare: SpareSegment;

  constructor(options: SegmentWriterOptions) {
    this.#options = options;
    this.#active = options.active;
    this.#offset = options.active?.offset ?? 0;
    this.#chain = options.chain;
    this.#spare = new SpareSegment(options);
  }

  /** Resolves to the block's chain hash when it is durable. */
  async write(block: PendingBlock): Promise<Uint8Array> {
    let active = this.#active;
    if (active === null || this.#offset + block.byteLength > active.byteLength) {
      active = await this.begin(block.firstSeq);
    }
    const { bytes, chain } = block.finish({
      markLow: active.markLow,
      markHigh: active.markHigh,
      previousChain: this.#chain,
    });
    await writeWhole(active.file, { bytes, position: this.#offset });
    this.#offset += bytes.length;
    this.#chain = chain;
    this.#spare.advance(bytes.length);
    return chain;
  }

  /**
   * Begins a segment. It gets its name after its header is durable, and the name is durable before
   * the first block, so that a file which is called a segment always begins as one.
   */
  async begin(firstSeq: number): Promise<ActiveSegment> {
    const { files, folder, network, segmentBytes } = this.#options;
    const file = await this.#spare.take();
    const mark = randomFillSync(new Uint32Array(2));
    const markLow = mark[0] as number;
    const markHigh = mark[1] as number;
    const header = {
      network,
      firstSeq,
      markLow,
      markHigh,
      previousChain: this.#chain,
      byteLength: segmentBytes,
    };
    await writeWhole(file, { bytes: encodeSegmentHeader(header), position: 0 });
    await files.rename(this.#spare.path, join(folder, segmentName(firstSeq)));
    await files.syncFolder(folder);
    const before = this.#active;
    const offset = SEGMENT_HEADER_BYTES;
    const active = { file, byteLength: segmentBytes, markLow, markHigh, offset };
    this.#active = active;
    this.#offset = offset;
    this.#spare = new SpareSegment(this.#options);
    await before?.file.close();
    return active;
  }

  /** Closes the files and removes the spare. */
  async close(): Promise<void> {
    await this.#spare.discard();
    await this.#active?.file.close();
    this.#active = null;
  }
}

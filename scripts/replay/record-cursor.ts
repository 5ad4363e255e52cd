import type { Command } from '#server/engine/index.ts';
import { CommandDecoder, type RecordBlock, recordLength } from '#server/journal/index.ts';
import type { ExplainedReader } from './explained-reader.ts';
import type { OpenedJournal } from './opened-journal.ts';

/** Goes through a journal record by record, or by as many bytes as are known to be equal. */
export class RecordCursor {
  readonly #reader: ExplainedReader;
  readonly #decoder = new CommandDecoder();
  readonly #lastSeq: number;
  #block: RecordBlock | null = null;
  #at = 0;
  #seq: number;

  constructor(
    journal: OpenedJournal,
    { from, to }: { readonly from: number; readonly to: number },
  ) {
    this.#reader = journal.read(from);
    this.#seq = from;
    this.#lastSeq = to;
  }

  /** Number of the record that comes next, if there is one. */
  get seq(): number {
    return this.#seq;
  }

  /** Number of the record behind what `rest` gives. */
  get nextBlockSeq(): number {
    return this.#block === null ? this.#seq : this.#block.firstSeq + this.#block.count;
  }

  /** Number of the last record that was read, and hence is sound. */
  get readSeq(): number {
    return this.#reader.readSeq;
  }

  /**
   * The records from the next one to the end of its block, as bytes; empty at the end.
   *
   * @throws ReplayError naming the journal, when it cannot be read further.
   */
  rest(): Uint8Array {
    if (this.#block === null || this.#at === this.#block.end) this.#enterNext();
    const block = this.#block;
    return block === null ? new Uint8Array(0) : block.memory.bytes.subarray(this.#at, block.end);
  }

  /** The next record; only where `rest` has given something. */
  record(): { readonly bytes: Uint8Array; readonly command: Command } {
    const { memory } = this.#present();
    const length = recordLength(memory, this.#at);
    const bytes = memory.bytes.subarray(this.#at, this.#at + length);
    return { bytes, command: structuredClone(this.#decoder.decode(memory, this.#at)) };
  }

  /** Steps over the next record. */
  skipRecord(): void {
    this.#at += recordLength(this.#present().memory, this.#at);
    this.#seq += 1;
  }

  /** Steps over whole records; `seq` is the number of the one behind them. */
  skipBytes(byteLength: number, seq: number): void {
    this.#at += byteLength;
    this.#seq = seq;
  }

  /** Reads and verifies what is left. */
  readToEnd(): void {
    while (this.rest().length > 0) this.skipBytes(this.rest().length, this.nextBlockSeq);
  }

  close(): void {
    this.#reader.close();
  }

  #present(): RecordBlock {
    if (this.#block === null) throw new RangeError('there is no next record');
    return this.#block;
  }

  #enterNext(): void {
    const block = this.#reader.next(this.#lastSeq);
    this.#block = block;
    if (block === null) return;
    this.#at = block.start;
    for (let seq = block.firstSeq; seq < this.#seq; seq += 1) {
      this.#at += recordLength(block.memory, this.#at);
    }
  }
}

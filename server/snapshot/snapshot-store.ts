import nodeFs from 'node:fs';
import { join } from 'node:path';
import {
  decodeSnapshot,
  encodeSnapshot,
  type Snapshot,
  SnapshotDamagedError,
} from './snapshot-format.ts';

/** The operations on files that snapshots need, so that tests can make them fail. */
export type SnapshotFiles = Pick<
  typeof nodeFs,
  | 'closeSync'
  | 'fdatasyncSync'
  | 'fsyncSync'
  | 'mkdirSync'
  | 'openSync'
  | 'readdirSync'
  | 'readFileSync'
  | 'renameSync'
  | 'rmSync'
  | 'writeSync'
>;

/** A snapshot that could not be used, and why. */
export type DamagedSnapshot = { readonly path: string; readonly reason: string };

export type FoundSnapshot = {
  /** The newest whole one; `null` when there is none. */
  readonly snapshot: Snapshot | null;
  /** Newer ones that are damaged; they have been put aside. */
  readonly damaged: readonly DamagedSnapshot[];
};

/** As many digits as the largest sequence number has, so that names sort as numbers do. */
const SEQ_DIGITS = 16;
const NAME = /^snapshot-(\d{16})\.bin$/;
const UNFINISHED = '.tmp';
const ASIDE = '.damaged';

/** The snapshots of one exchange in a folder of their own. All calls block: they run beside the engine. */
export class SnapshotStore {
  readonly #folder: string;
  readonly #files: SnapshotFiles;

  constructor(folder: string, files: SnapshotFiles = nodeFs) {
    this.#folder = folder;
    this.#files = files;
    files.mkdirSync(folder, { recursive: true });
  }

  /** Sequence numbers of the snapshots, the newest first. */
  seqs(): readonly number[] {
    return this.#files
      .readdirSync(this.#folder)
      .flatMap((name) => NAME.exec(name)?.[1] ?? [])
      .sort()
      .reverse()
      .map(Number);
  }

  /**
   * The newest snapshot whose hash fits. Damaged ones are renamed, so that they count no longer as
   * cover for the journal, and named in the result.
   *
   * @param atMost only those as of this command or an earlier one are looked at
   * @throws SnapshotUnreadableError when the newest whole one is of another version.
   */
  newest(atMost: number = Number.MAX_SAFE_INTEGER): FoundSnapshot {
    const damaged: DamagedSnapshot[] = [];
    for (const seq of this.seqs().filter((each) => each <= atMost)) {
      const path = this.#path(seq);
      try {
        return { snapshot: decodeSnapshot(this.#files.readFileSync(path)), damaged };
      } catch (error) {
        if (!(error instanceof SnapshotDamagedError)) throw error;
        this.#files.renameSync(path, `${path}${ASIDE}`);
        damaged.push({ path: `${path}${ASIDE}`, reason: error.message });
      }
    }
    return { snapshot: null, damaged };
  }

  /**
   * Writes a snapshot so that it is there whole or not at all, whenever the power fails: under
   * another name, synced, read back and verified, and only then renamed.
   *
   * @returns Its size in bytes.
   * @throws The error of the file system, after which nothing of it is left.
   */
  write(snapshot: Snapshot): number {
    const path = this.#path(snapshot.seq);
    const unfinished = `${path}${UNFINISHED}`;
    try {
      const bytes = this.#writeWhole(unfinished, encodeSnapshot(snapshot));
      decodeSnapshot(this.#files.readFileSync(unfinished));
      this.#files.renameSync(unfinished, path);
      this.#syncFolder();
      return bytes;
    } catch (error) {
      this.#files.rmSync(unfinished, { force: true });
      throw error;
    }
  }

  /** Removes all but the newest `keep` snapshots. */
  prune(keep: number): void {
    for (const seq of this.seqs().slice(keep)) this.#files.rmSync(this.#path(seq), { force: true });
  }

  /**
   * The sequence number up to which the journal is not needed to recover, even if all but one of
   * the newest `count` snapshots are lost: that of the oldest of them; 0 while there are fewer.
   */
  coveredBy(count: number): number {
    return this.seqs()[count - 1] ?? 0;
  }

  #writeWhole(path: string, parts: readonly Uint8Array[]): number {
    const file = this.#files.openSync(path, 'w', 0o600);
    try {
      let total = 0;
      for (const part of parts) {
        for (let written = 0; written < part.length; ) {
          written += this.#files.writeSync(file, part, written, part.length - written);
        }
        total += part.length;
      }
      this.#files.fdatasyncSync(file);
      return total;
    } finally {
      this.#files.closeSync(file);
    }
  }

  /** A rename is durable when its folder is. */
  #syncFolder(): void {
    const folder = this.#files.openSync(this.#folder, 'r');
    try {
      this.#files.fsyncSync(folder);
    } finally {
      this.#files.closeSync(folder);
    }
  }

  /** Removes files that a crash left unfinished; to be called while nobody writes. */
  removeUnfinished(): void {
    for (const name of this.#files.readdirSync(this.#folder)) {
      if (name.endsWith(UNFINISHED)) this.#files.rmSync(join(this.#folder, name), { force: true });
    }
  }

  #path(seq: number): string {
    return join(this.#folder, `snapshot-${String(seq).padStart(SEQ_DIGITS, '0')}.bin`);
  }
}

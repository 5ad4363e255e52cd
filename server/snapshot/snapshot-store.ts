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

  /**
   * Makes the folder if there is none.
   *
   * @throws SnapshotFolderError when that cannot be done.
   */
  constructor(folder: string, files: SnapshotFiles = nodeFs) {
    this.#folder = folder;
    this.#files = files;
    this.#guarded(() => files.mkdirSync(folder, { recursive: true }));
  }

  /**
   * Sequence numbers of the snapshots, the newest first.
   *
   * @throws SnapshotFolderError when the folder cannot be read.
   */
  seqs(): readonly number[] {
    return this.#guarded(() => this.#files.readdirSync(this.#folder))
      .flatMap((name) => NAME.exec(name)?.[1] ?? [])
      .sort()
      .reverse()
      .map(Number);
  }

  /**
   * The newest snapshot whose hash fits. Damaged ones are renamed, so that they count no longer as
   * cover for the journal, and named in the result. One that is pruned meanwhile is passed over.
   *
   * @param atMost only those as of this command or an earlier one are looked at
   * @throws SnapshotUnreadableError when the newest whole one is of another version;
   *   SnapshotFolderError when a file cannot be read.
   */
  newest(atMost: number = Number.MAX_SAFE_INTEGER): FoundSnapshot {
    const damaged: DamagedSnapshot[] = [];
    for (const seq of this.seqs().filter((each) => each <= atMost)) {
      const found = this.#guarded(() => this.#lookAt(this.#path(seq)));
      if (found === null) continue;
      if (!('reason' in found)) return { snapshot: found, damaged };
      damaged.push(found);
    }
    return { snapshot: null, damaged };
  }

  /** A snapshot, or why it is put aside now; `null` when there is none under this name any more. */
  #lookAt(path: string): Snapshot | DamagedSnapshot | null {
    try {
      return decodeSnapshot(this.#files.readFileSync(path));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      if (!(error instanceof SnapshotDamagedError)) throw error;
      return this.#putAside(path, error.message);
    }
  }

  #putAside(path: string, reason: string): DamagedSnapshot | null {
    const aside = `${path}${ASIDE}`;
    try {
      this.#files.renameSync(path, aside);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    }
    return { path: aside, reason };
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
    this.#guarded(() => {
      const names = this.#files.readdirSync(this.#folder);
      for (const name of names.filter((each) => each.endsWith(UNFINISHED))) {
        this.#files.rmSync(join(this.#folder, name), { force: true });
      }
    });
  }

  /** What the file system refuses is said as an error for a person. */
  #guarded<Result>(action: () => Result): Result {
    try {
      return action();
    } catch (error) {
      if (codeOf(error) === null) throw error;
      throw new SnapshotFolderError(this.#folder, { cause: error });
    }
  }

  #path(seq: number): string {
    return join(this.#folder, `snapshot-${String(seq).padStart(SEQ_DIGITS, '0')}.bin`);
  }
}

/** The code of an error of the file system; `null` of any other. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return null;
  return String(error.code);
}

/** The file system does not let the snapshots be read, or their folder be made. */
export class SnapshotFolderError extends Error {
  override readonly name = 'SnapshotFolderError';
  readonly code = 'snapshot/io-error';

  constructor(folder: string, { cause }: { readonly cause: unknown }) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(
      `The folder of snapshots ${folder} cannot be used: ${why}. Free some space, or give this ` +
        'process the right to read and write there, then start again.',
      { cause },
    );
  }
}

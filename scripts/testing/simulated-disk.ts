import { basename, dirname } from 'node:path';
import type { JournalFiles, ReadableFile, WritableFile } from '#server/journal/index.ts';

/** What a disk writes whole or not at all. */
const SECTOR_BYTES = 512;

/** A file: what programs read of it, and what would be left of it without power. */
type Inode = { seen: Uint8Array; stored: Uint8Array };

type Names = ReadonlyMap<string, Inode>;

/**
 * What happens to an operation:
 * - an error code: it fails with this code, perhaps after a part of it was done;
 * - `short`: a write takes only some of the bytes;
 * - `power`: the power fails during it.
 */
export type DiskFault = 'ENOSPC' | 'EIO' | 'short' | 'power';

export type DiskOperation =
  | 'list'
  | 'open'
  | 'read'
  | 'create'
  | 'write'
  | 'link'
  | 'rename'
  | 'remove'
  | 'sync-folder';

type SimulatedDiskOptions = {
  /** Numbers in [0, 1); decides how much of a failed operation was done. */
  readonly random: () => number;
  /** Asked before every operation, which are counted from 1. */
  readonly faultOf?: (count: number, operation: DiskOperation) => DiskFault | null;
};

/**
 * A disk in memory that fails as disks do. A completed write is durable, as the journal demands; a
 * failed one is seen by programs as if it had succeeded, while any part of it may have been stored.
 * Names are durable only after their folder was synchronised.
 */
export class SimulatedDisk implements JournalFiles {
  readonly #options: SimulatedDiskOptions;
  #names: Names;
  /** Names as they were after each operation since the folder was synchronised. */
  #unsynced: Names[];
  #operations = 0;
  #hasPower = true;
  #isLocked = false;

  constructor(options: SimulatedDiskOptions, unsynced: readonly Names[] = [new Map()]) {
    this.#options = options;
    this.#unsynced = [...unsynced];
    this.#names = unsynced.at(-1) ?? new Map();
  }

  /** Operations so far. */
  get operations(): number {
    return this.#operations;
  }

  get hasPower(): boolean {
    return this.#hasPower;
  }

  /** The disk after power has come back: with what was stored, and some of what was not yet safe. */
  afterPowerFailure(options: SimulatedDiskOptions): SimulatedDisk {
    const { random } = this.#options;
    const names = this.#unsynced[Math.floor(random() * this.#unsynced.length)] ?? new Map();
    const kept = [...names].map(([path, { stored }]): [string, Inode] => [path, inodeOf(stored)]);
    return new SimulatedDisk(options, [new Map(kept)]);
  }

  /** The same disk after the process has died: what was written is seen, stored or not. */
  afterCrash(options: SimulatedDiskOptions): SimulatedDisk {
    return new SimulatedDisk(options, this.#unsynced);
  }

  /** A copy of what is in a file. */
  contentOf(path: string): Uint8Array {
    return this.#inode(path).seen.slice();
  }

  /** Puts a file there, or other bytes into one. */
  place(path: string, bytes: Uint8Array): void {
    this.#rename((names) => names.set(path, inodeOf(bytes)));
    this.#unsynced = [this.#names];
  }

  /** Takes a file away. */
  erase(path: string): void {
    this.#rename((names) => names.delete(path));
    this.#unsynced = [this.#names];
  }

  lock(): { release(): void } {
    if (this.#isLocked) throw new Error('the folder is locked');
    this.#isLocked = true;
    return {
      release: () => {
        this.#isLocked = false;
      },
    };
  }

  list(folder: string): readonly string[] {
    this.#begin('list');
    return [...this.#names.keys()]
      .filter((path) => dirname(path) === folder)
      .map((path) => basename(path));
  }

  makeFolder(): void {
    this.#begin('create');
  }

  openForReading(path: string): ReadableFile {
    this.#begin('open');
    const inode = this.#inode(path);
    return {
      size: () => inode.seen.length,
      read: (into, position) => {
        this.#begin('read');
        const bytes = inode.seen.subarray(position, position + into.length);
        into.set(bytes);
        return bytes.length;
      },
      close: () => undefined,
    };
  }

  async openForWriting(path: string, mode: 'create' | 'existing'): Promise<WritableFile> {
    await this.#begun('open');
    if (mode === 'create') {
      if (this.#names.has(path)) throw failure('EEXIST');
      this.#rename((names) => names.set(path, inodeOf(new Uint8Array(0))));
    }
    const inode = this.#inode(path);
    return {
      write: (bytes, position) => this.#write(inode, { bytes, position }),
      close: () => Promise.resolve(),
    };
  }

  async link(from: string, to: string): Promise<boolean> {
    await this.#begun('link');
    if (this.#names.has(to)) return false;
    const inode = this.#inode(from);
    this.#rename((names) => names.set(to, inode));
    return true;
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#begun('rename');
    const inode = this.#inode(from);
    this.#rename((names) => names.set(to, inode).delete(from));
  }

  async remove(path: string): Promise<void> {
    await this.#begun('remove');
    this.#rename((names) => names.delete(path));
  }

  async syncFolder(): Promise<void> {
    await this.#begun('sync-folder');
    this.#unsynced = [this.#names];
  }

  async #write(inode: Inode, { bytes, position }: Piece): Promise<number> {
    await Promise.resolve();
    const fault = this.#nextFault('write');
    if (fault === null || fault === 'short') {
      const some = 1 + Math.floor(this.#options.random() * bytes.length);
      const count = fault === 'short' ? Math.min(some, bytes.length) : bytes.length;
      const piece = { bytes: bytes.subarray(0, count), position };
      inode.seen = written(inode.seen, piece);
      inode.stored = written(inode.stored, piece);
      return count;
    }
    if (fault !== 'ENOSPC') inode.seen = written(inode.seen, { bytes, position });
    for (const piece of this.#someOf({ bytes, position })) {
      inode.stored = written(inode.stored, piece);
      if (fault === 'ENOSPC') inode.seen = written(inode.seen, piece);
    }
    throw this.#failWith(fault);
  }

  /** A part of an interrupted write: none, a beginning, or sectors of it in any order. */
  #someOf({ bytes, position }: Piece): readonly Piece[] {
    const { random } = this.#options;
    const cut = Math.floor(random() * (bytes.length + 1));
    if (random() < 0.5) return [{ bytes: bytes.subarray(0, cut), position }];
    const share = random();
    return sectorsOf({ bytes, position }).filter(() => random() < share);
  }

  async #begun(operation: DiskOperation): Promise<void> {
    await Promise.resolve();
    this.#begin(operation);
  }

  #begin(operation: DiskOperation): void {
    const fault = this.#nextFault(operation);
    if (fault !== null && fault !== 'short') throw this.#failWith(fault);
  }

  #nextFault(operation: DiskOperation): DiskFault | null {
    if (!this.#hasPower) throw failure('EIO');
    this.#operations += 1;
    return this.#options.faultOf?.(this.#operations, operation) ?? null;
  }

  #failWith(fault: Exclude<DiskFault, 'short'>): Error {
    if (fault === 'power') this.#hasPower = false;
    return failure(fault === 'power' ? 'EIO' : fault);
  }

  #inode(path: string): Inode {
    const inode = this.#names.get(path);
    if (inode === undefined) throw failure('ENOENT');
    return inode;
  }

  #rename(change: (names: Map<string, Inode>) => unknown): void {
    const names = new Map(this.#names);
    change(names);
    this.#names = names;
    this.#unsynced.push(names);
  }
}

type Piece = { readonly bytes: Uint8Array; readonly position: number };

function inodeOf(bytes: Uint8Array): Inode {
  return { seen: bytes.slice(), stored: bytes.slice() };
}

function written(content: Uint8Array, { bytes, position }: Piece): Uint8Array {
  const end = position + bytes.length;
  const longer = end <= content.length ? content : new Uint8Array(end);
  if (longer !== content) longer.set(content);
  longer.set(bytes, position);
  return longer;
}

function sectorsOf({ bytes, position }: Piece): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + SECTOR_BYTES - ((position + at) % SECTOR_BYTES));
    pieces.push({ bytes: bytes.subarray(at, end), position: position + at });
    at = end;
  }
  return pieces;
}

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: the simulated disk failed`), { code });
}

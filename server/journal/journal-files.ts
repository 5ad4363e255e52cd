/** A file opened for reading. Reading is synchronous: it happens at start-up and in replicas. */
export type ReadableFile = {
  size(): number;
  /** Reads at a position; fewer bytes than asked for at the end of the file. */
  read(into: Uint8Array, position: number): number;
  close(): void;
};

/** A file opened for writing. */
export type WritableFile = {
  /**
   * Writes at a position; resolves when the bytes have reached stable storage. May write fewer than
   * it is given, and says how many.
   */
  write(bytes: Uint8Array, position: number): Promise<number>;
  close(): Promise<void>;
};

/** A folder taken for this process. */
export type FolderLock = { release(): void };

/** All that the journal does with the disk, so that tests can let any of it fail. */
export type JournalFiles = {
  /** Makes the folder if need be, and takes it; throws `journal/locked` when another one has it. */
  lock(folder: string): FolderLock;
  /** Names of the files in a folder; none when there is no such folder. */
  list(folder: string): readonly string[];
  makeFolder(folder: string): void;
  openForReading(path: string): ReadableFile;
  /** `create` makes the file and fails when there is one. */
  openForWriting(path: string, mode: 'create' | 'existing'): Promise<WritableFile>;
  /** Gives a file a second name, unless there is a file of that name; says whether it did. */
  link(from: string, to: string): Promise<boolean>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file; it is no error when there is none. */
  remove(path: string): Promise<void>;
  /** Makes what was created, renamed and removed in a folder durable. */
  syncFolder(folder: string): Promise<void>;
};

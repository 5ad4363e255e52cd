import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';

/** What a client calls an order; it has no line break in it. */
export type LoggedName = { readonly account: number; readonly text: string };

export type ClientNameLogOptions = {
  /** Where its files are. */
  readonly folder: string;
  /** Names of a file: when it has so many the next one is begun, and the one before it goes. */
  readonly namesPerFile: number;
  /** It cannot be written any more: orders with such names are refused from now on. */
  readonly onFault: (error: unknown) => void;
};

const CURRENT = 'names';
const PREVIOUS = 'names-before';
const DRAFT = 'names-draft';
const OWNER_ONLY = 0o600;
const LINE = /^([1-9]\d{0,15}) ([\x20-\x7e]{1,64})$/;

/**
 * Keeps what clients call their orders. The journal has each name as a number only, which leads to no
 * text; so an order is acknowledged when its name is on the disk too. Names that arrive while others
 * are written are written together.
 */
export class ClientNameLog {
  readonly #options: ClientNameLogOptions;
  #file: FileHandle | null = null;
  #count = 0;
  #lines: string[] = [];
  /** The write after the one that is under way. */
  #next: Promise<void> | null = null;
  #writing: Promise<void> = Promise.resolve();
  #fault: unknown = null;

  constructor(options: ClientNameLogOptions) {
    this.#options = options;
  }

  /**
   * Opens it, once nobody else can: at most as many names as a file has are kept, the newest.
   *
   * @returns The names that are known, the oldest first.
   */
  async open(): Promise<readonly LoggedName[]> {
    const { folder, namesPerFile } = this.#options;
    await mkdir(folder, { recursive: true });
    const stored = [...(await this.#stored(PREVIOUS)), ...(await this.#stored(CURRENT))];
    const names = stored.slice(-namesPerFile);
    // Written anew: a crash may have left half a line, behind which nothing could be read.
    const draft = await this.#create(DRAFT);
    await draft.writeFile(names.map(lineOf).join(''));
    await draft.datasync();
    await draft.close();
    await this.#rename(DRAFT, CURRENT);
    await rm(join(folder, PREVIOUS), { force: true });
    this.#file = await open(join(folder, CURRENT), APPENDING, OWNER_ONLY);
    this.#count = names.length;
    return names;
  }

  /**
   * Writes a name; resolves when it is on the disk.
   *
   * @throws ProtocolError `sequencer/not-accepting` at once when it cannot be written.
   */
  append(name: LoggedName): Promise<void> {
    if (this.#file === null || this.#fault !== null) {
      throw new ProtocolError('sequencer/not-accepting', { facts: { reason: 'client-names' } });
    }
    this.#lines.push(lineOf(name));
    this.#next ??= this.#write();
    return this.#next;
  }

  /** Waits for what is being written, and lets go of the file. */
  async close(): Promise<void> {
    await this.#writing.catch(() => undefined);
    await this.#file?.close();
    this.#file = null;
  }

  #write(): Promise<void> {
    const turn = this.#writing.then(() => this.#writeLines());
    this.#writing = turn.catch((error: unknown) => {
      if (this.#fault !== null) return;
      this.#fault = error;
      this.#options.onFault(error);
    });
    return turn.catch((cause: unknown) => {
      const facts = { reason: 'client-names' };
      throw new ProtocolError('sequencer/outcome-unknown', { facts, cause });
    });
  }

  async #writeLines(): Promise<void> {
    const lines = this.#lines;
    this.#lines = [];
    this.#next = null;
    if (this.#fault !== null) throw this.#fault;
    if (this.#count >= this.#options.namesPerFile) await this.#turnOver();
    await this.#file?.appendFile(lines.join(''));
    await this.#file?.datasync();
    this.#count += lines.length;
  }

  async #turnOver(): Promise<void> {
    await this.#file?.close();
    await this.#rename(CURRENT, PREVIOUS);
    this.#file = await this.#create(CURRENT);
    await this.#syncFolder();
    this.#count = 0;
  }

  async #stored(file: string): Promise<LoggedName[]> {
    const path = join(this.#options.folder, file);
    const text = await readFile(path, 'latin1').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
      throw error;
    });
    // What the last line break is followed by was never acknowledged.
    return text.split('\n').slice(0, -1).flatMap(nameOf);
  }

  async #create(file: string): Promise<FileHandle> {
    const flags = APPENDING | constants.O_TRUNC;
    return await open(join(this.#options.folder, file), flags, OWNER_ONLY);
  }

  async #rename(from: string, to: string): Promise<void> {
    const { folder } = this.#options;
    await rename(join(folder, from), join(folder, to));
    await this.#syncFolder();
  }

  async #syncFolder(): Promise<void> {
    const folder = await open(this.#options.folder, constants.O_RDONLY);
    await folder.sync();
    await folder.close();
  }
}

const APPENDING = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND;

function lineOf({ account, text }: LoggedName): string {
  return `${account} ${text}\n`;
}

function nameOf(line: string): LoggedName[] {
  const [, account, text] = LINE.exec(line) ?? [];
  return account === undefined || text === undefined ? [] : [{ account: Number(account), text }];
}

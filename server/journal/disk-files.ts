import {
  closeSync,
  constants,
  fdatasync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  write,
} from 'node:fs';
import { link, open, rename, rm } from 'node:fs/promises';
import { lockFolder } from './folder-lock.ts';
import type { JournalFiles, ReadableFile, WritableFile } from './journal-files.ts';
import { makeFolder } from './make-folder.ts';

/**
 * Writing with O_DSYNC is a write and an fdatasync by one call, so that the event loop is asked once
 * and not twice (`bench/journal` measures both). On macOS the flag does not reach the platter, there
 * fdatasync does.
 */
const HAS_DURABLE_WRITES = process.platform === 'linux';
const WRITE_FLAGS = constants.O_WRONLY | (HAS_DURABLE_WRITES ? constants.O_DSYNC : 0);
const CREATE_FLAGS = WRITE_FLAGS | constants.O_CREAT | constants.O_EXCL;

function readableFile(path: string): ReadableFile {
  const descriptor = openSync(path, 'r');
  return {
    size: () => fstatSync(descriptor).size,
    read(into, position) {
      let done = 0;
      while (done < into.length) {
        const count = readSync(descriptor, into, done, into.length - done, position + done);
        if (count === 0) break;
        done += count;
      }
      return done;
    },
    close: () => closeSync(descriptor),
  };
}

async function writableFile(path: string, mode: 'create' | 'existing'): Promise<WritableFile> {
  const handle = await open(path, mode === 'create' ? CREATE_FLAGS : WRITE_FLAGS, 0o600);
  return {
    write: (bytes, position) => writeDurably(handle.fd, { bytes, position }),
    close: () => handle.close(),
  };
}

async function linkUnlessThere(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

type Piece = { readonly bytes: Uint8Array; readonly position: number };

function writeDurably(descriptor: number, { bytes, position }: Piece): Promise<number> {
  return new Promise((resolve, reject) => {
    write(descriptor, bytes, 0, bytes.length, position, (error, count) => {
      if (error !== null) reject(error);
      else if (HAS_DURABLE_WRITES) resolve(count);
      else fdatasync(descriptor, (fault) => (fault === null ? resolve(count) : reject(fault)));
    });
  });
}

/** The files of this machine. */
export const diskFiles: JournalFiles = {
  lock: (folder) => lockFolder(folder),
  list(folder) {
    try {
      return readdirSync(folder);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
  },
  makeFolder: (folder) => makeFolder(folder),
  openForReading: readableFile,
  openForWriting: writableFile,
  link: linkUnlessThere,
  rename,
  remove: (path) => rm(path, { force: true }),
  async syncFolder(folder) {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};

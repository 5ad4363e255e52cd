import nodeFs, {
  mkdtempSync,
  type PathLike,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SnapshotFiles, SnapshotFolderError, SnapshotStore } from './snapshot-store.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lux-snapshots-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function snapshotAt(seq: number) {
  const state = Uint8Array.from({ length: 100 }, (_, index) => (index * seq) % 256);
  return { seq, time: seq * 10, chainHash: new Uint8Array(32).fill(seq % 256), state };
}

function storeWith(files: Partial<SnapshotFiles> = {}): SnapshotStore {
  return new SnapshotStore(folder, { ...nodeFs, ...files });
}

function fileOf(seq: number): string {
  return join(folder, `snapshot-${String(seq).padStart(16, '0')}.bin`);
}

function damage(seq: number): void {
  const bytes = readFileSync(fileOf(seq));
  bytes[90] = (bytes[90] ?? 0) ^ 1;
  writeFileSync(fileOf(seq), bytes);
}

/** An error as the file system gives it. */
function noSpace(): never {
  throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
}

describe('the snapshot store', () => {
  it('is empty at first', () => {
    expect(storeWith().newest()).toEqual({ snapshot: null, damaged: [] });
    expect(storeWith().coveredBy(1)).toBe(0);
  });

  it('finds the newest, numbers of different length among them', () => {
    const store = storeWith();
    for (const seq of [900, 10_000, 1_000]) store.write(snapshotAt(seq));
    expect(store.newest().snapshot).toMatchObject({ seq: 10_000, time: 100_000 });
    expect(store.seqs()).toEqual([10_000, 1_000, 900]);
  });

  it('finds the newest that is not after a command', () => {
    const store = storeWith();
    for (const seq of [10, 20, 30]) store.write(snapshotAt(seq));
    expect([9, 10, 29, 30].map((seq) => store.newest(seq).snapshot?.seq)).toEqual([
      undefined,
      10,
      20,
      30,
    ]);
  });

  it('falls back to the one before when the newest is damaged, and says so', () => {
    const store = storeWith();
    for (const seq of [1, 2, 3]) store.write(snapshotAt(seq));
    damage(3);
    damage(2);
    const { snapshot, damaged } = store.newest();
    expect(snapshot?.seq).toBe(1);
    expect(damaged).toEqual([
      { path: `${fileOf(3)}.damaged`, reason: 'its hash does not fit its content' },
      { path: `${fileOf(2)}.damaged`, reason: 'its hash does not fit its content' },
    ]);
    expect(store.seqs()).toEqual([1]);
  });

  it('passes over one that is pruned while it looks', () => {
    const store = storeWith();
    store.write(snapshotAt(1));
    // A name that is listed, behind which there is no file when it is read.
    symlinkSync(join(folder, 'pruned'), fileOf(2));
    expect(store.newest()).toMatchObject({ snapshot: { seq: 1 }, damaged: [] });
  });

  it('passes over a damaged one that is pruned before it is put aside', () => {
    const store = storeWith();
    for (const seq of [1, 2]) store.write(snapshotAt(seq));
    damage(2);
    const renameSync = (from: PathLike, to: PathLike) => {
      rmSync(from);
      nodeFs.renameSync(from, to);
    };
    expect(storeWith({ renameSync }).newest()).toMatchObject({ snapshot: { seq: 1 }, damaged: [] });
  });

  it('says what to do when its folder cannot be made or read', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const refused = () => new SnapshotStore(join(file, 'snapshots'));
    expect(refused).toThrow(SnapshotFolderError);
    expect(refused).toThrow(/cannot be used: ENOTDIR.* then start again/);
    const store = storeWith();
    rmSync(folder, { recursive: true });
    expect(() => store.newest()).toThrow(expect.objectContaining({ code: 'snapshot/io-error' }));
  });

  it('writes on where a write was short', () => {
    const store = storeWith({
      writeSync(file: number, bytes: unknown, from?: unknown, length?: unknown): number {
        if (!(bytes instanceof Uint8Array)) throw new TypeError('bytes are written');
        return nodeFs.writeSync(file, bytes, Number(from), Math.min(7, Number(length)));
      },
    });
    store.write(snapshotAt(5));
    expect(storeWith().newest().snapshot?.seq).toBe(5);
  });

  it.each([
    ['writing', { writeSync: noSpace }],
    ['syncing', { fdatasyncSync: noSpace }],
    ['renaming', { renameSync: noSpace }],
  ])('leaves nothing behind when %s fails', (_step, files) => {
    storeWith().write(snapshotAt(4));
    expect(() => storeWith(files).write(snapshotAt(5))).toThrow('no space left');
    expect(readdirSync(folder)).toEqual(['snapshot-0000000000000004.bin']);
  });

  it('notices that what it wrote cannot be read back', () => {
    const store = storeWith({ writeSync: (_file: number, bytes: unknown) => lengthOf(bytes) });
    expect(() => store.write(snapshotAt(5))).toThrow('it is cut off');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('removes what a crash left unfinished', () => {
    writeFileSync(`${fileOf(7)}.tmp`, 'half');
    expect(storeWith().newest().snapshot).toBeNull();
    storeWith().removeUnfinished();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keeps the newest, and knows what they cover', () => {
    const store = storeWith();
    for (const seq of [10, 20, 30, 40]) store.write(snapshotAt(seq));
    expect(store.coveredBy(3)).toBe(20);
    store.prune(2);
    expect(store.seqs()).toEqual([40, 30]);
    expect(store.coveredBy(3)).toBe(0);
  });
});

function lengthOf(bytes: unknown): number {
  return bytes instanceof Uint8Array ? bytes.length : 0;
}

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Command,
  EngineState,
  EngineView,
  encodeState,
  execute,
} from '#server/engine/index.ts';
import { openJournalReader } from '#server/journal/index.ts';
import { Replica, SnapshotStore } from '#server/snapshot/index.ts';
import { replayCommand } from './replay-command.ts';
import { hexHash } from './replayed-exchange.ts';
import { history, type JournalOptions, writtenJournal } from './written-journal.ts';

export const FIRST_SEGMENT = 'journal-0000000000000001.lxj';

/** State hash after a command of the history, from an engine that sees no journal. */
export function hashAfter(seq: number, commands: readonly Command[] = history): string {
  const state = new EngineState();
  for (const command of commands.slice(0, seq)) execute(state, command);
  return hexHash(encodeState(new EngineView(state)));
}

/** Journals and snapshots of a test, and the command that is tested on them. */
export class TemporaryJournals {
  readonly root = mkdtempSync(join(tmpdir(), 'lux-replay-'));
  /** The journal that is replayed. */
  folder = join(this.root, 'journal');

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** Writes a journal; by default the one that is replayed. */
  async write(options: Partial<JournalOptions> = {}): Promise<void> {
    await writtenJournal({ folder: this.folder, ...options });
  }

  /** Replays it. */
  run(...argv: readonly string[]) {
    return replayCommand([this.folder, ...argv]);
  }

  /** Replays it with `--json`. */
  json(...argv: readonly string[]) {
    const { output, exitCode } = this.run(...argv, '--json');
    return { exitCode, report: JSON.parse(output) };
  }

  /** A snapshot as of the end of a block of the journal; gives its file. */
  snapshotAt(
    seq: number,
    change: { readonly time?: number; readonly state?: Uint8Array } = {},
  ): string {
    const replica = new Replica(null);
    const reader = openJournalReader({ folder: this.folder, network: null });
    for (let block = reader.next(seq); block !== null; block = reader.next(seq)) {
      replica.apply(block);
    }
    reader.close();
    if (replica.seq !== seq) throw new Error(`no block ends with record ${seq}`);
    const store = join(this.root, 'snapshots');
    new SnapshotStore(store).write({ ...replica.snapshot(), ...change });
    return join(store, `snapshot-${String(seq).padStart(16, '0')}.bin`);
  }

  /** Where the next record would be written. */
  endOffset(): number {
    const reader = openJournalReader({ folder: this.folder, network: null });
    try {
      let block = reader.next();
      while (block !== null) block = reader.next();
      return reader.position?.offset ?? 0;
    } finally {
      reader.close();
    }
  }

  /** Turns a bit in the last block but one word of a journal's first segment, as it is written here. */
  damageLastBlock(folder = this.folder): void {
    damage(join(folder, FIRST_SEGMENT), this.endOffset() - 40);
  }
}

/** Turns a bit of a file round. */
export function damage(file: string, offset: number): void {
  const bytes = readFileSync(file);
  bytes[offset] = (bytes[offset] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

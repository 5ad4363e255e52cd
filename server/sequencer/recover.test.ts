import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoadedExchange, openLog } from '#scripts/testing/loaded-exchange.ts';
import { ScriptedLog } from '#scripts/testing/scripted-log.ts';
import { type EngineState, EngineView, encodeState } from '#server/engine/index.ts';
import type { RecordBlock } from '#server/journal/index.ts';
import { LogGapError, LogMismatchError, SnapshotStore } from '#server/snapshot/index.ts';
import { RecoveryError, recover } from './recover.ts';
import type { ReleasedCommands } from './released-commands.ts';
import { replayEvents } from './replay-events.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lux-recover-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function bytesOf(state: EngineState): string {
  return Buffer.from(encodeState(new EngineView(state))).toString('base64');
}

async function recovered(at = folder) {
  const { log } = await openLog(at);
  try {
    const found = new SnapshotStore(join(at, 'snapshots')).newest();
    return { ...(await recover({ log, found })), damaged: found.damaged };
  } finally {
    await log.close();
  }
}

/** An exchange with a snapshot after each of so many commands, closed; gives its state. */
async function leave(
  parts: readonly number[],
  { seed = 1, at = folder } = {},
): Promise<EngineState> {
  const exchange = await LoadedExchange.begin(at, seed);
  for (const [index, count] of parts.entries()) {
    await exchange.run(count);
    if (index < parts.length - 1) await exchange.snapshot();
  }
  await exchange.close();
  return exchange.state;
}

/** A log of which only the beginning of the newest segment is left. */
class LogWithoutBlocks extends ScriptedLog {
  override async *read(): AsyncIterable<RecordBlock> {
    yield* [];
  }
}

describe('recovery', () => {
  it('begins with nothing', async () => {
    const { replica, replayed, snapshotSeq } = await recovered();
    expect([replica.seq, replayed, snapshotSeq]).toEqual([0, 0, 0]);
  });

  it('comes from the log alone to the same state', async () => {
    const state = await leave([5_000]);
    const { replica, replayed } = await recovered();
    expect([replica.seq, replica.state.time, replayed]).toEqual([5_000, state.time, 5_000]);
    expect(bytesOf(replica.state)).toBe(bytesOf(state));
  });

  it('comes from the newest snapshot and the rest to the same state', async () => {
    const state = await leave([2_000, 1_500, 700]);
    const { replica, replayed, snapshotSeq, damaged } = await recovered();
    expect([replica.seq, snapshotSeq, replayed, damaged]).toEqual([4_200, 3_500, 700, []]);
    expect(bytesOf(replica.state)).toBe(bytesOf(state));
  });

  it('takes the snapshot before a damaged one, and says so', async () => {
    const state = await leave([2_000, 1_500, 700]);
    const path = join(folder, 'snapshots', 'snapshot-0000000000003500.bin');
    const bytes = readFileSync(path);
    bytes[500] = (bytes[500] ?? 0) ^ 4;
    writeFileSync(path, bytes);
    const { replica, replayed, damaged } = await recovered();
    expect([replayed, damaged.map((each) => each.path)]).toEqual([2_200, [`${path}.damaged`]]);
    expect(bytesOf(replica.state)).toBe(bytesOf(state));
  });

  it('goes on when the log ends with the snapshot', async () => {
    await leave([2_000, 0]);
    expect((await recovered()).replayed).toBe(0);
  });

  it('does not begin where the log is shorter than the snapshot', async () => {
    await leave([2_000, 10]);
    rmSync(join(folder, 'journal'), { recursive: true });
    await expect(recovered()).rejects.toThrow(RecoveryError);
    await expect(recovered()).rejects.toThrow(/as of command 2000, but the journal ends with 0/);
    await expect(recovered()).rejects.toMatchObject({ code: 'recovery/short-journal' });
  });

  it('does not take the snapshot of another log', async () => {
    const other = join(folder, 'other');
    await leave([2_000, 10], { seed: 1 });
    await leave([2_000, 10], { seed: 2, at: other });
    rmSync(join(folder, 'snapshots'), { recursive: true });
    cpSync(join(other, 'snapshots'), join(folder, 'snapshots'), { recursive: true });
    await expect(recovered()).rejects.toThrow(LogMismatchError);
  });

  it('does not take the snapshot of another log whose blocks lie otherwise', async () => {
    const other = join(folder, 'other');
    await leave([25, 10], { seed: 1 });
    await leave([100], { seed: 2, at: other });
    cpSync(join(folder, 'snapshots'), join(other, 'snapshots'), { recursive: true });
    await expect(recovered(other)).rejects.toThrow(LogMismatchError);
  });

  it('compares the end of the log with the snapshot when there is no block to read', async () => {
    await leave([100, 0]);
    const found = new SnapshotStore(join(folder, 'snapshots')).newest();
    const log = new LogWithoutBlocks();
    log.lastSeq = 100;
    log.durableSeq = 100;
    await expect(recover({ log, found })).rejects.toThrow(LogMismatchError);
    log.chain.set(found.snapshot?.chainHash ?? []);
    expect((await recover({ log, found })).replica.seq).toBe(100);
  });

  it('asks for archived segments when the snapshots that covered them are gone', async () => {
    const exchange = await LoadedExchange.begin(folder);
    await exchange.run(9_000);
    await exchange.log.archiveBefore(9_000);
    await exchange.close();
    await expect(recovered()).rejects.toThrow(LogGapError);
    await expect(recovered()).rejects.toThrow(/but command 1 is the next. Put the archived/);
  });
});

describe('replaying events', () => {
  it('tells what was released, from any command on', async () => {
    const exchange = await LoadedExchange.begin(folder);
    const released: unknown[] = [];
    exchange.sequencer.onReleased((commands) => {
      for (let seq = commands.firstSeq; seq <= commands.lastSeq; seq += 1) {
        released.push([seq, commands.timeOf(seq), commands.eventsOf(seq)]);
      }
    });
    await exchange.run(1_500);
    await exchange.snapshot();
    await exchange.run(1_500);
    for (const fromSeq of [1, 1_400, 1_501, 2_000, 3_000, 3_001]) {
      const again: unknown[] = [];
      const { log, snapshots } = exchange;
      const lastSeq = await replayEvents({
        log,
        snapshots,
        fromSeq,
        listener: (commands) => {
          for (let seq = commands.firstSeq; seq <= commands.lastSeq; seq += 1) {
            again.push([seq, commands.timeOf(seq), commands.eventsOf(seq)]);
          }
        },
      });
      expect(lastSeq).toBe(3_000);
      expect(again).toEqual(released.slice(fromSeq - 1));
    }
    await exchange.close();
  });

  it('tells commands with signatures whole, each its own', async () => {
    const exchange = await LoadedExchange.begin(folder);
    await exchange.run(10);
    const { sequencer, log, snapshots } = exchange;
    const requests = [7, 8].map((nonce) => ({
      kind: 'request-withdrawal' as const,
      account: 1,
      asset: 0,
      amount: nonce,
      native: false,
      to: `0x${'0a'.repeat(20)}`,
      nonce,
      epoch: 0,
      expiry: 0xffff_ffff,
      signature: new Uint8Array(64).fill(nonce),
    }));
    await Promise.all(requests.map((request) => sequencer.execute(request)));
    const told: unknown[] = [];
    const listener = ({ firstSeq, lastSeq, commandOf }: ReleasedCommands) => {
      for (let seq = firstSeq; seq <= lastSeq; seq += 1) told.push(commandOf(seq));
    };
    const fromSeq = sequencer.releasedSeq - 1;
    await replayEvents({ log, snapshots, fromSeq, listener });
    expect(told).toMatchObject(requests);
    await exchange.close();
  });
});

import { once } from 'node:events';
import nodeFs, { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LOADED_NETWORK, LoadedExchange } from '#scripts/testing/loaded-exchange.ts';
import { EngineView, encodeState } from '#server/engine/index.ts';
import { controlTotals } from './control-totals.ts';
import type { ShadowReport } from './shadow.ts';
import { Shadow } from './shadow.ts';
import { ShadowThread } from './shadow-thread.ts';
import { SnapshotStore } from './snapshot-store.ts';

let folder: string;
let exchange: LoadedExchange;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lux-shadow-'));
  exchange = await LoadedExchange.begin(folder);
});

afterEach(async () => {
  await exchange.close();
  rmSync(folder, { recursive: true, force: true });
});

function shadowOptions(every = 1_000, keep = 2) {
  return {
    journalFolder: join(folder, 'journal'),
    network: LOADED_NETWORK,
    snapshotFolder: join(folder, 'snapshots'),
    every,
    keep,
  };
}

describe('the shadow', () => {
  it('writes the state of the engine, at the end of a block after so many commands', async () => {
    const shadow = new Shadow(shadowOptions());
    await exchange.run(1_500);
    const report = shadow.advance({ durableSeq: 1_500, checkpoints: [] });
    expect(report).toMatchObject({ seq: 1_500, coveredSeq: 0, problem: null, divergence: null });
    expect(report.written.length).toBe(1);
    expect(report.written[0]?.seq).toBe(1_000);
    expect(exchange.snapshots.newest().snapshot?.seq).toBe(1_000);
    shadow.close();
  });

  it('has the same state as the engine, byte by byte', async () => {
    const shadow = new Shadow(shadowOptions(1_500));
    await exchange.run(1_500);
    shadow.advance({ durableSeq: 1_500, checkpoints: [controlTotals(exchange.state)] });
    const { snapshot } = exchange.snapshots.newest();
    expect(snapshot?.seq).toBe(1_500);
    const bytes = encodeState(new EngineView(exchange.state));
    expect(Buffer.compare(snapshot?.state ?? Buffer.alloc(0), bytes)).toBe(0);
    shadow.close();
  });

  it('does not read beyond what is durable', async () => {
    const shadow = new Shadow(shadowOptions());
    await exchange.run(500);
    await exchange.run(500);
    const { seq } = shadow.advance({ durableSeq: 500, checkpoints: [] });
    expect(seq).toBe(500);
    expect(shadow.advance({ durableSeq: 1_000, checkpoints: [] }).seq).toBe(1_000);
    shadow.close();
  });

  it('goes on from the newest snapshot, keeps the newest, and says what they cover', async () => {
    const first = new Shadow(shadowOptions());
    await exchange.run(2_500);
    first.advance({ durableSeq: 2_500, checkpoints: [] });
    first.close();
    const seqs = exchange.snapshots.seqs();
    const second = new Shadow(shadowOptions());
    await exchange.run(3_000);
    const report = second.advance({ durableSeq: 5_500, checkpoints: [] });
    const kept = exchange.snapshots.seqs();
    expect([seqs.length, kept.length]).toEqual([2, 2]);
    expect(Math.min(...kept)).toBeGreaterThan(Math.max(...seqs));
    expect(report.coveredSeq).toBe(Math.min(...kept));
    second.close();
  });

  it('finds the first command after which the engine has other figures', async () => {
    const shadow = new Shadow(shadowOptions());
    await exchange.run(700);
    const right = controlTotals(exchange.state);
    await exchange.run(500);
    const totals = controlTotals(exchange.state);
    const wrong = { ...totals, openOrders: totals.openOrders + 1 };
    await exchange.run(900);
    const report = shadow.advance({ durableSeq: 2_100, checkpoints: [right, wrong] });
    expect(report.divergence).toBe(
      `after command 1200 open orders: ${totals.openOrders + 1} and ${totals.openOrders}`,
    );
    expect(report.seq).toBeLessThan(2_100);
    expect(shadow.advance({ durableSeq: 2_100, checkpoints: [] }).divergence).not.toBeNull();
    shadow.close();
  });

  it('says when a snapshot cannot be written, and tries the next one', async () => {
    let isFull = true;
    const fdatasyncSync = (file: number) => {
      if (isFull) throw new Error('ENOSPC: no space left on device');
      nodeFs.fdatasyncSync(file);
    };
    const store = new SnapshotStore(join(folder, 'snapshots'), { ...nodeFs, fdatasyncSync });
    const shadow = new Shadow(shadowOptions(), store);
    await exchange.run(1_100);
    const failed = shadow.advance({ durableSeq: 1_100, checkpoints: [] });
    expect([failed.written, failed.problem]).toEqual([[], 'ENOSPC: no space left on device']);
    isFull = false;
    await exchange.run(1_100);
    const report = shadow.advance({ durableSeq: 2_200, checkpoints: [] });
    expect([report.written.length, report.problem]).toEqual([1, null]);
    shadow.close();
  });
});

/** A thread with another program, whose reports and failures are noted. */
function scriptedThread(program: string) {
  const failures: unknown[] = [];
  let told: () => void = () => undefined;
  const failed = new Promise<void>((resolve) => {
    told = resolve;
  });
  const options = {
    ...shadowOptions(),
    onReport: () => undefined,
    onFailure: (error: unknown) => {
      failures.push(error);
      told();
    },
  };
  const url = new URL(`data:text/javascript,${encodeURIComponent(program)}`);
  const begun = once(process, 'worker');
  const thread = new ShadowThread(options, url);
  return { thread, begun, failures, failed };
}

describe('the thread of the shadow', () => {
  it('fails when it exits, though nothing was thrown', async () => {
    const { thread, failures, failed } = scriptedThread('process.exit(3)');
    await failed;
    await thread.close();
    expect(failures.map(String)).toEqual(['Error: it exited with code 3']);
  });

  it('fails once when something is thrown, though it exits after that', async () => {
    const { thread, begun, failures } = scriptedThread("throw new Error('no memory')");
    const [worker] = await begun;
    await new Promise((resolve) => worker.once('exit', resolve));
    await thread.close();
    expect(failures.map(String)).toEqual(['Error: no memory']);
  });

  it('fails when what it says cannot be read', async () => {
    const { thread, begun, failures } = scriptedThread('');
    const [worker] = await begun;
    worker.emit('messageerror', new Error('no such type'));
    await thread.close();
    expect(failures.map(String)).toEqual(['Error: no such type']);
  });

  it('tells nothing, and ends nothing else, when it fails while it is closed', async () => {
    const { thread, begun, failures } = scriptedThread('');
    const [worker] = await begun;
    const closed = thread.close();
    // Would throw if nobody listened any more.
    worker.emit('error', new Error('no memory'));
    await closed;
    expect(failures).toEqual([]);
  });

  it('follows when it is told to, and finds a difference', async () => {
    const reports: ShadowReport[] = [];
    let arrived: () => void = () => undefined;
    const thread = new ShadowThread({
      ...shadowOptions(),
      onReport: (report) => {
        reports.push(report);
        arrived();
      },
      onFailure: (error) => {
        throw error;
      },
    });
    const nextReport = () =>
      new Promise<void>((resolve) => {
        arrived = resolve;
      });
    await exchange.run(1_200);
    thread.checkpoint(controlTotals(exchange.state));
    thread.advance(1_200);
    // While it is busy it is not asked again.
    thread.advance(1_200);
    await nextReport();
    expect(reports).toMatchObject([{ seq: 1_200, problem: null, divergence: null }]);
    await exchange.run(100);
    thread.checkpoint({ ...controlTotals(exchange.state), tradeCount: 0 });
    thread.advance(1_300);
    await nextReport();
    expect(reports[1]?.divergence).toMatch(/after command 1300 trades: 0 and \d+/);
    await thread.close();
  });
});

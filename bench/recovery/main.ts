import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { SyntheticCommands, syntheticSetUp } from '#scripts/testing/synthetic-commands.ts';
import { warmUp } from '#server/engine/index.ts';
import { openSegmentLog } from '#server/journal/index.ts';
import { type CommandDraft, type OpenedSequencer, openSequencer } from '#server/sequencer/index.ts';
import type { ShadowReport } from '#server/snapshot/index.ts';
import { Longest } from './longest.ts';
import { restingOrders } from './resting-orders.ts';

/** `npm run bench:recovery -- [commands] [resting orders] [folder]`. */
const COMMANDS = Number(process.argv[2] ?? 10_000_000);
const ORDERS = Number(process.argv[3] ?? 1_000_000);
const PARENT = process.argv[4] ?? tmpdir();

const NETWORK = 'bench';
const MARKET = { seed: 1, accounts: 1_000, maxOpenOrders: 10_000_000, auctions: false };
const TURN = 512;
const WAITING = 32_768;
/** Commands a second while a snapshot is written. */
const LOAD_PER_MS = 100;

type Parts = { readonly folder: string; readonly snapshotEvery: number };

async function open({ folder, snapshotEvery }: Parts, reports: ShadowReport[] = []) {
  const journalFolder = join(folder, 'journal');
  return await openSequencer({
    openLog: () =>
      openSegmentLog({ folder: journalFolder, network: NETWORK, fromSeq: Number.MAX_SAFE_INTEGER }),
    journalFolder,
    network: NETWORK,
    snapshotFolder: join(folder, 'snapshots'),
    snapshotEvery,
    snapshotsKept: 2,
    maxWaiting: 131_072,
    now: () => Date.now(),
    warmUp: () => undefined,
    listener: {
      repaired: () => undefined,
      damagedSnapshot: () => undefined,
      progress: () => undefined,
      shadow: (report) => reports.push(report),
      stopped: ({ detail }) => {
        throw new Error(detail);
      },
    },
  });
}

/** Submits as much as is taken, until all of it is durable. */
async function fill({ sequencer }: OpenedSequencer, drafts: Iterable<CommandDraft>): Promise<void> {
  let inTurn = 0;
  for (const draft of drafts) {
    sequencer.submit(draft);
    inTurn += 1;
    if (inTurn < TURN) continue;
    inTurn = 0;
    do await nextTurn();
    while (sequencer.lastSeq - sequencer.releasedSeq > WAITING);
  }
  while (sequencer.releasedSeq < sequencer.lastSeq) await nextTurn();
}

function* setUp(): Iterable<CommandDraft> {
  for (const command of syntheticSetUp(MARKET)) yield { ...command, seq: 0, time: 0 };
}

function* synthetic(count: number): Iterable<CommandDraft> {
  const stream = new SyntheticCommands(MARKET);
  for (let done = 0; done < count; done += 1) yield stream.next(Date.now());
}

function say(name: string, value: string): void {
  console.log(`${name.padEnd(72)}${value.padStart(14)}`);
}

function verdict(ms: number, targetMs: number): string {
  return `${(ms / 1_000).toFixed(2)} s (target ${targetMs / 1_000} s: ${ms <= targetMs ? 'met' : 'MISSED'})`;
}

/** From the log alone: every command there ever was. */
async function logAlone(folder: string): Promise<void> {
  const parts = { folder, snapshotEvery: 1_000_000_000 };
  const first = await open(parts);
  await fill(first, setUp());
  await fill(first, synthetic(COMMANDS));
  const { tradeCount, pool } = first.state;
  await first.close();
  say('commands in the log', first.sequencer.lastSeq.toLocaleString('en-US'));
  say('trades among them, open orders after them', `${tradeCount}, ${pool.live}`);
  const start = performance.now();
  const second = await open(parts);
  const ms = performance.now() - start;
  await second.close();
  if (second.state.tradeCount !== tradeCount) throw new Error('it came to another state');
  say('recovery from the log alone', verdict(ms, 15_000));
}

/** A snapshot of many resting orders, written under load; then recovery from it. */
async function withSnapshot(folder: string): Promise<void> {
  const reports: ShadowReport[] = [];
  const parts = { folder, snapshotEvery: ORDERS };
  const first = await open(parts, reports);
  await fill(first, setUp());
  await fill(first, restingOrders(ORDERS, MARKET.accounts));
  const isWritten = () => reports.some(({ written }) => written.length > 0);
  const quiet = await longestTurns(first, { until: after(3_000) });
  const busy = await longestTurns(first, { until: isWritten, turn: () => first.advanceShadow() });
  const [written] = reports.flatMap((report) => report.written);
  const { live } = first.state.pool;
  const { lastSeq } = first.sequencer;
  await first.close();
  say('resting orders', live.toLocaleString('en-US'));
  say('snapshot, MiB', ((written?.bytes ?? 0) / 2 ** 20).toFixed(1));
  say('written and verified by the shadow in, ms', (written?.tookMs ?? 0).toFixed(0));
  sayTurns('before', quiet);
  sayTurns('while the shadow reads and writes', busy);
  const start = performance.now();
  const second = await open(parts);
  const ms = performance.now() - start;
  const { snapshotSeq, replayed } = second.recovered;
  await second.close();
  if (second.sequencer.lastSeq !== lastSeq || second.state.pool.live !== live) {
    throw new Error('it came to another state');
  }
  say('snapshot as of command, commands executed after it', `${snapshotSeq}, ${replayed}`);
  say('recovery from the snapshot', verdict(ms, 2_000));
}

type Turns = {
  /** The longest turns by the clock, milliseconds; in them is what the system takes away. */
  readonly byClock: readonly number[];
  /** The longest by the processor's time of the engine's thread, milliseconds. */
  readonly byProcessor: readonly number[];
  readonly count: number;
};

/** How long the turns of the event loop are while a steady load is served. */
async function longestTurns(
  { sequencer }: OpenedSequencer,
  { until, turn = () => undefined }: { until: () => boolean; turn?: () => void },
): Promise<Turns> {
  const start = performance.now();
  let last = start;
  let lastOwn = ownMs();
  let sent = 0;
  let count = 0;
  const byClock = new Longest();
  const byProcessor = new Longest();
  while (!until()) {
    turn();
    const due = Math.floor((last - start) * LOAD_PER_MS);
    for (; sent < due; sent += 1) sequencer.submit({ kind: 'tick', seq: 0, time: 0 });
    await nextTurn();
    const now = performance.now();
    const own = ownMs();
    byClock.note(now - last);
    byProcessor.note(own - lastOwn);
    count += 1;
    last = now;
    lastOwn = own;
  }
  while (sequencer.releasedSeq < sequencer.lastSeq) await nextTurn();
  return { byClock: byClock.values, byProcessor: byProcessor.values, count };
}

function ownMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

function sayTurns(when: string, { byClock, byProcessor, count }: Turns): void {
  const list = (values: readonly number[]) => values.map((value) => value.toFixed(1)).join(', ');
  say(`longest of ${count} turns ${when}, ms by the clock`, list(byClock));
  say('  by the processor time of the engine thread, ms', list(byProcessor));
}

function after(ms: number): () => boolean {
  const end = performance.now() + ms;
  return () => performance.now() > end;
}

async function inFolder(measure: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(PARENT, 'lux-bench-'));
  try {
    await measure(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

warmUp();
await inFolder(withSnapshot);
await inFolder(logAlone);

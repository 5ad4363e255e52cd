import { closeSync, constants, fdatasync, openSync, rmSync, write, writeSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { samplePlace, sampleSignature } from '#scripts/testing/sample-commands.ts';
import {
  CommandDecoder,
  type CommandLog,
  openJournalReader,
  openSegmentLog,
} from '#server/journal/index.ts';
import { MeasuredLog } from './measured-log.ts';
import { WeightedLatencies } from './weighted-latencies.ts';

const SECONDS = Number(process.argv[2] ?? 5);
const PARENT = process.argv[3] ?? tmpdir();

/** Commands that come in one turn of the event loop when as many come as are taken. */
const TURN = 512;
/** Records on their way, so that latency under full load means something. */
const WINDOW = 16_384;
const STEADY_PER_SECOND = 100_000;

const plain = samplePlace(1);
const signed = samplePlace(1, sampleSignature(96));

function line(name: string, latencies: WeightedLatencies, ms: number): string {
  const [p50, p99, p999] = latencies.percentiles([0.5, 0.99, 0.999]);
  const rate = Math.round((latencies.count / ms) * 1_000).toLocaleString('en-US');
  const times = [p50, p99, p999].map((time) =>
    `${((time ?? 0) * 1_000).toFixed(0)} µs`.padStart(10),
  );
  return `${name.padEnd(44)}${rate.padStart(12)}${times.join('')}`;
}

/** One journal in a folder of its own, while something is measured with it. */
async function withLog(folder: string, measure: (log: CommandLog) => Promise<void>): Promise<void> {
  const { log } = await openSegmentLog({ folder, network: 'bench' });
  try {
    await measure(log);
  } finally {
    await log.close();
  }
}

/** Appends as much as is taken. */
async function saturate(name: string, log: CommandLog, command: typeof plain): Promise<void> {
  const measured = new MeasuredLog(log, command);
  const start = performance.now();
  while (performance.now() - start < SECONDS * 1_000) {
    if (measured.outstanding < WINDOW) measured.append(TURN, performance.now());
    await nextTurn();
  }
  await log.flush();
  console.log(line(name, measured.latencies, performance.now() - start));
}

/** Appends at a steady rate; latency counts from when a command was due, not from when it was sent. */
async function keepPace(name: string, log: CommandLog, command: typeof plain): Promise<void> {
  const measured = new MeasuredLog(log, command);
  const perMs = STEADY_PER_SECOND / 1_000;
  const start = performance.now();
  let sent = 0;
  for (let now = start; now - start < SECONDS * 1_000; now = performance.now()) {
    const due = Math.floor((now - start) * perMs) - sent;
    if (due > 0 && measured.append(Math.min(due, TURN), start + sent / perMs)) {
      sent += Math.min(due, TURN);
    }
    await nextTurn();
  }
  await log.flush();
  console.log(line(name, measured.latencies, performance.now() - start));
}

/** The whole journal once more: read, verified and decoded. */
function recover(folder: string): void {
  const reader = openJournalReader({ folder, network: 'bench' });
  const decoder = new CommandDecoder();
  const start = performance.now();
  let count = 0;
  let bytes = 0;
  let sum = 0;
  for (let block = reader.next(); block !== null; block = reader.next()) {
    decoder.visit(block, (command) => {
      sum += command.time;
    });
    count += block.count;
    bytes += block.end - block.start;
  }
  const seconds = (performance.now() - start) / 1_000;
  if (sum === 0 || reader.position?.lastSeq !== count) throw new Error('the journal is incomplete');
  const rate = Math.round(count / seconds).toLocaleString('en-US');
  const mebibytes = Math.round(bytes / 2 ** 20 / seconds);
  console.log(
    `${'read, verify, decode all of it'.padEnd(44)}${rate.padStart(12)}   ${count.toLocaleString('en-US')} records, ${mebibytes} MiB/s`,
  );
}

/** The peer: one record at a time, each made durable by itself. */
async function oneByOne(folder: string): Promise<void> {
  const descriptor = openSync(join(folder, 'peer'), 'w');
  const record = new Uint8Array(64).fill(7);
  const latencies = new WeightedLatencies();
  const start = performance.now();
  for (let now = start; now - start < SECONDS * 1_000; ) {
    const began = now;
    await durably(descriptor, { record, sync: true });
    now = performance.now();
    latencies.add(now - began, 1);
  }
  closeSync(descriptor);
  console.log(
    line('peer: append, fdatasync, record by record', latencies, performance.now() - start),
  );
}

/** Both ways to a durable write of an ordinary block into a file that is already filled. */
async function compareWrites(folder: string): Promise<void> {
  const path = join(folder, 'writes');
  const size = 16_777_216;
  const filling = openSync(path, 'w');
  writeSync(filling, new Uint8Array(size));
  closeSync(filling);
  const record = new Uint8Array(8_192).fill(7);
  for (const [name, flags, sync] of [
    ['8 KiB block: write, then fdatasync', 0, true],
    ['8 KiB block: write with O_DSYNC (chosen)', constants.O_DSYNC, false],
  ] as const) {
    const descriptor = openSync(path, constants.O_WRONLY | flags);
    const latencies = new WeightedLatencies();
    const start = performance.now();
    let position = 0;
    while (performance.now() - start < SECONDS * 200) {
      const began = performance.now();
      await durably(descriptor, { record, sync, position });
      latencies.add(performance.now() - began, 1);
      position = (position + record.length) % size;
    }
    closeSync(descriptor);
    console.log(line(name, latencies, performance.now() - start));
  }
}

type DurableWrite = {
  readonly record: Uint8Array;
  readonly sync: boolean;
  readonly position?: number;
};

function durably(descriptor: number, { record, sync, position }: DurableWrite): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null) => (error === null ? resolve() : reject(error));
    write(descriptor, record, 0, record.length, position ?? null, (error) => {
      if (error !== null || !sync) done(error);
      else fdatasync(descriptor, done);
    });
  });
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(PARENT, 'lux-journal-'));
  try {
    console.log(`\njournal: ${SECONDS} s a part, in ${PARENT}, Node ${process.version}\n`);
    console.log(
      `${''.padEnd(44)}${'a second'.padStart(12)}${'p50'.padStart(10)}${'p99'.padStart(10)}${'p99.9'.padStart(10)}`,
    );
    await compareWrites(folder);
    await oneByOne(folder);
    await withLog(join(folder, 'warm'), (log) => saturate('(warm-up)', log, plain));
    const bare = join(folder, 'bare');
    await withLog(bare, (log) => saturate('64-byte records, as many as are taken', log, plain));
    await withLog(join(folder, 'signed'), (log) =>
      saturate('160-byte records, as many as are taken', log, signed),
    );
    await withLog(join(folder, 'steady'), (log) =>
      keepPace('64-byte records, 100,000 a second', log, plain),
    );
    await withLog(join(folder, 'steady-signed'), (log) =>
      keepPace('160-byte records, 100,000 a second', log, signed),
    );
    recover(bare);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();

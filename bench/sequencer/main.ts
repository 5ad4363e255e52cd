import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { EngineState, execute, warmUp } from '#server/engine/index.ts';
import { openSegmentLog } from '#server/journal/index.ts';
import { Sequencer, tuneCollector, tuneCompiler } from '#server/sequencer/index.ts';
import { PreparedCommands, SET_UP } from './prepared-commands.ts';

/** `npm run bench:sequencer -- [commands] [folder]`: decode, engine, journal, acknowledgement. */
const COMMANDS = Number(process.argv[2] ?? 1_000_000);
const PARENT = process.argv[3] ?? tmpdir();

/** Commands on their way, so that the disk always has something to write. */
const WINDOW = 32_768;
const STEADY_PER_SECOND = 100_000;
const STEADY_SECONDS = 5;
/** Before it is measured, a steady load runs for so long: a new exchange is not yet compiled. */
const LEAD_IN_SECONDS = 2;
const ROUNDS = 3;

type Bench = { readonly sequencer: Sequencer; readonly state: EngineState };

/** A new exchange with a funded market, on a journal of its own. */
async function withExchange(measure: (bench: Bench) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(PARENT, 'lux-bench-'));
  const { log } = await openSegmentLog({ folder: join(folder, 'journal'), network: 'bench' });
  const state = new EngineState({ capacity: 65_536 });
  const sequencer = new Sequencer({
    log,
    execute: (command) => execute(state, command),
    events: state.events,
    lastSeq: 0,
    lastTime: 0,
    now: () => Date.now(),
    maxWaiting: 131_072,
    checkpointEvery: 1_000_000,
    onCheckpoint: () => undefined,
    onStopped: ({ detail }) => {
      throw new Error(detail);
    },
  });
  try {
    for (const command of SET_UP) await sequencer.execute(command);
    await measure({ sequencer, state });
  } finally {
    await sequencer.close();
    await log.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As many as are taken: decoded, executed, written, acknowledged. */
async function saturate(name: string, prepared: PreparedCommands): Promise<void> {
  await withExchange(async ({ sequencer, state }) => {
    const start = performance.now();
    for (let index = 0; index < prepared.blocks; ) {
      const waiting = sequencer.lastSeq - sequencer.releasedSeq;
      if (waiting < WINDOW) {
        prepared.visit(index, (draft) => sequencer.submit(draft));
        index += 1;
      }
      await nextTurn();
    }
    while (sequencer.releasedSeq < sequencer.lastSeq) await nextTurn();
    const seconds = (performance.now() - start) / 1_000;
    const rate = Math.round(prepared.count / seconds).toLocaleString('en-US');
    console.log(`${name.padEnd(40)}${rate.padStart(12)}/s   ${state.tradeCount} trades`);
  });
}

/** At a steady rate; the time counts from when a command was due to when it was acknowledged. */
async function keepPace(name: string, prepared: PreparedCommands): Promise<void> {
  await withExchange(async ({ sequencer }) => {
    const perMs = STEADY_PER_SECOND / 1_000;
    const wanted = STEADY_PER_SECOND * (LEAD_IN_SECONDS + STEADY_SECONDS);
    const total = Math.min(prepared.count, wanted);
    const leadIn = Math.min(STEADY_PER_SECOND * LEAD_IN_SECONDS, Math.floor(total / 2));
    const times = new Float64Array(total);
    const firstSeq = sequencer.lastSeq + 1;
    const start = performance.now();
    sequencer.onReleased((released) => {
      const now = performance.now();
      for (let seq = released.firstSeq; seq <= released.lastSeq; seq += 1) {
        times[seq - firstSeq] = now - start - (seq - firstSeq) / perMs;
      }
    });
    const pending = turns(prepared);
    for (let sent = 0; sent < total; ) {
      const due = Math.min(total, Math.floor((performance.now() - start) * perMs));
      for (; sent < due; sent += 1) sequencer.submit(pending());
      await nextTurn();
    }
    while (sequencer.releasedSeq < sequencer.lastSeq) await nextTurn();
    const sorted = times.subarray(leadIn).sort();
    const at = (share: number) =>
      `${((sorted[Math.floor(sorted.length * share)] ?? 0) * 1_000).toFixed(0)} µs`;
    console.log(
      `${name.padEnd(40)} p50 ${at(0.5)}, p99 ${at(0.99)}, p99.9 ${at(0.999)}, max ${at(1 - 1 / sorted.length)}`,
    );
  });
}

/** One command after the other, as drafts of their own. */
function turns(prepared: PreparedCommands) {
  let block = 0;
  let queue: Parameters<Sequencer['submit']>[0][] = [];
  let next = 0;
  return () => {
    if (next === queue.length) {
      queue = [];
      next = 0;
      prepared.visit(block, (draft) => queue.push({ ...draft }));
      block += 1;
    }
    const draft = queue[next];
    next += 1;
    if (draft === undefined) throw new Error('no commands are left');
    return draft;
  };
}

tuneCompiler();
tuneCollector();
warmUp();
const bare = new PreparedCommands(COMMANDS, 0);
const signed = new PreparedCommands(COMMANDS, 96);
console.log(
  `sequencer: ${COMMANDS.toLocaleString('en-US')} commands, durable before acknowledged\n`,
);
for (let round = 1; round <= ROUNDS; round += 1) {
  await saturate(`bare records of 64 bytes, round ${round}`, bare);
  await saturate(`signed records of 160 bytes, round ${round}`, signed);
}
await keepPace(`steady ${STEADY_PER_SECOND.toLocaleString('en-US')}/s, bare`, bare);
await keepPace(`steady ${STEADY_PER_SECOND.toLocaleString('en-US')}/s, signed`, signed);

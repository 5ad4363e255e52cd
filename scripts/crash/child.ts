import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { SyntheticCommands, syntheticSetUp } from '#scripts/testing/synthetic-commands.ts';
import { openSegmentLog } from '#server/journal/index.ts';
import {
  type CommandDraft,
  type OpenedSequencer,
  openSequencer,
  type ReleasedCommands,
} from '#server/sequencer/index.ts';
import { type ChildOptions, CRASH_NETWORK, MARKET, MAX_WAITING } from './child-options.ts';
import { eventsDigest } from './events-digest.ts';
import { faultyFiles } from './faulty-files.ts';
import { intentCommand, randomFrom } from './intents.ts';

/**
 * The process that is killed: sequencer, engine, journal and snapshots under load. It reports each
 * acknowledgement on standard output, a line each, before it does anything else.
 */
const options: ChildOptions = JSON.parse(process.argv[2] ?? '');

/** Says it before anything else is done; while the pipe is full, tries again. */
function report(...lines: readonly string[]): void {
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(1, bytes, written);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
  }
}

/** Which intent a command was sent for. */
const intents = new Map<number, number>();

function acknowledge(released: ReleasedCommands): void {
  const lines: string[] = [];
  for (let seq = released.firstSeq; seq <= released.lastSeq; seq += 1) {
    lines.push(`ack ${seq} ${eventsDigest(released.eventsOf(seq))} ${intents.get(seq) ?? 0}`);
    intents.delete(seq);
  }
  report(...lines);
}

async function open(): Promise<OpenedSequencer> {
  const { folder, snapshotEvery, fault } = options;
  const journalFolder = join(folder, 'journal');
  report('recovering');
  return await openSequencer({
    openLog: () =>
      openSegmentLog({
        folder: journalFolder,
        network: CRASH_NETWORK,
        archive: join(folder, 'archive'),
        segmentBytes: 4 * 1_048_576,
        fromSeq: Number.MAX_SAFE_INTEGER,
        files: faultyFiles(fault),
      }),
    journalFolder,
    network: CRASH_NETWORK,
    snapshotFolder: join(folder, 'snapshots'),
    snapshotEvery,
    snapshotsKept: 2,
    maxWaiting: MAX_WAITING,
    now: () => Date.now(),
    // A child that lives for half a second has no use for it.
    warmUp: () => undefined,
    listener: {
      repaired: ({ lostBytes }) => report(`repaired ${lostBytes}`),
      damagedSnapshot: ({ reason }) => {
        throw new Error(`a snapshot is damaged: ${reason}`);
      },
      progress: () => undefined,
      shadow: ({ written }) => {
        for (const { seq } of written) report(`snapshot ${seq}`);
      },
      stopped: ({ code }) => report(`stopped ${code}`),
    },
  });
}

/** Submits a command, for an intent if it is not 0. */
function send({ sequencer }: OpenedSequencer, draft: CommandDraft, intent: number): void {
  const seq = sequencer.submit(draft);
  if (intent !== 0) intents.set(seq, intent);
  if (options.tooEarly) report(`ack ${seq} 0 ${intent}`);
}

/** Sends for ever: turns of a few commands, as many as may wait for the disk. */
function load(opened: OpenedSequencer): void {
  const { sequencer } = opened;
  const random = randomFrom(options.round);
  const others = new SyntheticCommands({ ...MARKET, seed: options.round });
  let intent = options.fromIntent;
  const turn = () => {
    const room = MAX_WAITING - (sequencer.lastSeq - sequencer.releasedSeq);
    for (let left = Math.min(room, 1 + random(150)); left > 0; left -= 1) {
      if (sequencer.stopReason !== null) return;
      if (random(2) === 0) {
        send(opened, others.next(Date.now()), 0);
      } else {
        send(opened, { ...intentCommand(intent, options.seed), seq: 0, time: 0 }, intent);
        intent += 1;
      }
    }
    if (random(8) === 0) opened.advanceShadow();
    setImmediate(turn);
  };
  turn();
}

const opened = await open();
report(`open ${opened.sequencer.lastSeq}`);
if (!options.tooEarly) opened.sequencer.onReleased(acknowledge);
for (const command of syntheticSetUp(MARKET).slice(opened.sequencer.lastSeq)) {
  send(opened, { ...command, seq: 0, time: 0 }, 0);
}
load(opened);

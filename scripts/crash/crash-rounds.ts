import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { joinedFiles, openJournalReader, openSegmentLog } from '#server/journal/index.ts';
import { recover, replayEvents } from '#server/sequencer/index.ts';
import { SnapshotStore } from '#server/snapshot/index.ts';
import { type ChildOptions, CRASH_NETWORK } from './child-options.ts';
import { eventsDigest } from './events-digest.ts';
import type { Fault, FaultKind } from './fault.ts';
import { randomFrom } from './intents.ts';
import { type Acknowledgement, killedChild, type LastWords, type Moment } from './killed-child.ts';
import { ReferenceRun, stateHash } from './reference-run.ts';

/** What happens to the child of a round. */
const PLANS = ['load', 'recovery', 'written', 'torn', 'snapshot', 'full', 'sync', 'short'] as const;
type Plan = (typeof PLANS)[number];

export type CrashOptions = {
  /** An empty folder. */
  readonly folder: string;
  readonly rounds: number;
  readonly seed: number;
  /** Lets the children acknowledge what is not durable yet, to see whether that is found out. */
  readonly tooEarly?: boolean;
  readonly onRound?: (line: string) => void;
};

export type CrashSummary = {
  readonly rounds: number;
  readonly commands: number;
  readonly acknowledged: number;
  /** Rounds that cut a torn tail. */
  readonly repaired: number;
  readonly snapshots: number;
};

/** Commands before the end of the journal from which events are computed once more. */
const REPLAYED = 500;

type Round = { readonly plan: Plan; readonly moment: Moment; readonly options: ChildOptions };

/**
 * Kills the exchange's core again and again, on one journal, and looks after each time whether all
 * that was acknowledged is there, unchanged and once, and the state is that of an uninterrupted run.
 *
 * @throws Error on the first thing that is not as it should be.
 */
export class CrashRounds {
  readonly #options: CrashOptions;
  readonly #random: (end: number) => number;
  readonly #reference = new ReferenceRun();
  #nextIntent = 1;
  #acknowledged = 0;
  #repaired = 0;
  #snapshots = 0;

  constructor(options: CrashOptions) {
    this.#options = options;
    this.#random = randomFrom(options.seed);
    mkdirSync(join(options.folder, 'snapshots'), { recursive: true });
  }

  async run(): Promise<CrashSummary> {
    const { rounds, seed, onRound } = this.#options;
    for (let number = 1; number <= rounds; number += 1) {
      const round = this.#plan(number);
      const words = await killedChild(round.options, round.moment);
      try {
        checkChild(round, words);
        await this.#verify(words);
      } catch (error) {
        const place = `round ${number} (${round.plan}) of seed ${seed}`;
        throw new Error(`${place}: ${error instanceof Error ? error.message : error}`, {
          cause: error,
        });
      }
      const { acknowledged, stopped } = words;
      const facts = `${acknowledged.length} acknowledged, journal ends with ${this.#reference.seq}`;
      onRound?.(`${number} ${round.plan}: ${facts}${stopped === null ? '' : `, ${stopped}`}`);
    }
    return {
      rounds,
      commands: this.#reference.seq,
      acknowledged: this.#acknowledged,
      repaired: this.#repaired,
      snapshots: this.#snapshots,
    };
  }

  #plan(number: number): Round {
    const plan = PLANS[(number - 1) % PLANS.length] ?? 'load';
    const { folder, seed } = this.#options;
    const fault: Fault = {
      kind: faultOf(plan),
      afterWrites: 3 + this.#random(100),
      seed: this.#random(1_000_000),
    };
    const options: ChildOptions = {
      folder,
      seed,
      round: this.#random(1_000_000),
      fromIntent: this.#nextIntent,
      snapshotEvery: 2_000 + this.#random(8_000),
      fault,
      tooEarly: this.#options.tooEarly === true,
    };
    return { plan, moment: this.#moment(plan), options };
  }

  #moment(plan: Plan): Moment {
    switch (plan) {
      case 'recovery':
        return { kind: 'recovery', afterMs: this.#random(60) };
      case 'snapshot':
        return { kind: 'snapshot' };
      case 'written':
        return { kind: 'written', afterMs: this.#random(100) };
      case 'full':
      case 'sync':
      case 'torn':
        return { kind: 'stopped' };
      default:
        return { kind: 'load', afterMs: this.#random(250) };
    }
  }

  async #verify({ acknowledged, snapshots }: LastWords): Promise<void> {
    const { folder } = this.#options;
    const { log, repaired } = await openSegmentLog({
      folder: join(folder, 'journal'),
      network: CRASH_NETWORK,
      archive: join(folder, 'archive'),
    });
    try {
      const before = this.#reference.seq;
      this.#followWholeJournal();
      if (repaired !== null) this.#repaired += 1;
      this.#snapshots += snapshots;
      this.#acknowledged += acknowledged.length;
      this.#checkAcknowledged(acknowledged, before);
      const store = new SnapshotStore(join(folder, 'snapshots'));
      const found = store.newest();
      if (found.damaged.length > 0) throw new Error(`damaged: ${found.damaged[0]?.reason}`);
      const { replica } = await recover({ log, found });
      if (stateHash(replica.state) !== this.#reference.hash) {
        throw new Error('the recovered state is not that of the uninterrupted run');
      }
      const fromSeq = Math.max(1, log.firstSeq, this.#reference.seq - REPLAYED);
      await this.#checkReplayed({ log, snapshots: store, fromSeq });
    } finally {
      await log.close();
    }
  }

  #followWholeJournal(): void {
    const folder = join(this.#options.folder, 'journal');
    const files = joinedFiles(folder, join(this.#options.folder, 'archive'));
    const fromSeq = this.#reference.seq + 1;
    const reader = openJournalReader({ folder, network: CRASH_NETWORK, fromSeq, files });
    this.#reference.follow(reader);
    reader.close();
  }

  /** Nothing acknowledged is lost, changed, or out of order. */
  #checkAcknowledged(acknowledged: readonly Acknowledgement[], before: number): void {
    let expectedSeq = acknowledged[0]?.seq ?? 0;
    if (acknowledged.length > 0 && expectedSeq !== before + 1) {
      throw new Error(
        `acknowledged from ${expectedSeq} on, although the journal ended at ${before}`,
      );
    }
    for (const { seq, digest, intent } of acknowledged) {
      if (seq !== expectedSeq) throw new Error(`${seq} was acknowledged instead of ${expectedSeq}`);
      expectedSeq += 1;
      const executed = this.#reference.command(seq);
      if (executed === undefined) throw new Error(`acknowledged command ${seq} is lost`);
      // What is acknowledged too early tells nothing of what it did.
      const isSame = executed.digest === digest || this.#options.tooEarly === true;
      if (!isSame || executed.intent !== intent) {
        const told = JSON.stringify({ digest, intent });
        throw new Error(
          `acknowledged command ${seq} is another one in the journal: ${JSON.stringify(executed)}, not ${told}`,
        );
      }
      if (intent !== 0) this.#nextIntent = intent + 1;
    }
  }

  /** A projection that asks for events once more is told the same. */
  async #checkReplayed(options: Omit<Parameters<typeof replayEvents>[0], 'listener'>) {
    let expectedSeq = options.fromSeq;
    const lastSeq = await replayEvents({
      ...options,
      listener: (released) => {
        if (released.firstSeq !== expectedSeq) throw new Error(`replay skips ${expectedSeq}`);
        for (; expectedSeq <= released.lastSeq; expectedSeq += 1) {
          const digest = eventsDigest(released.eventsOf(expectedSeq));
          if (digest === this.#reference.command(expectedSeq)?.digest) continue;
          throw new Error(`replay tells something else about ${expectedSeq}`);
        }
      },
    });
    if (lastSeq !== this.#reference.seq || expectedSeq !== lastSeq + 1) {
      throw new Error(`replay ends with ${lastSeq}, the journal with ${this.#reference.seq}`);
    }
  }
}

function faultOf(plan: Plan): FaultKind {
  return plan === 'full' || plan === 'sync' || plan === 'torn' || plan === 'short' ? plan : 'none';
}

/** The child did what it was started for. */
function checkChild({ plan }: Round, { complaint, stopped, openedAt, acknowledged }: LastWords) {
  if (complaint !== '') throw new Error(`the child failed by itself: ${complaint}`);
  const expected = { full: 'journal/disk-full', sync: 'journal/io-error' }[String(plan)] ?? null;
  if (stopped !== expected) throw new Error(`it stopped because of ${stopped}`);
  if (plan === 'recovery') return;
  if (openedAt === null) throw new Error('it did not open');
  if (plan === 'snapshot' && acknowledged.length === 0) throw new Error('it did nothing');
}

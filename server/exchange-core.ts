import { join } from 'node:path';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { ReadinessCheck } from '#lib/protocol/rest/readiness.ts';
import { CorePort } from './core-port.ts';
import { type EngineState, warmUp } from './engine/index.ts';
import type { ExchangePort } from './exchange-port.ts';
import type { MarketFeed } from './gateway/index.ts';
import { openSegmentLog } from './journal/index.ts';
import { IndexPriceKeeper, keepMarketsListed, TickKeeper } from './keepers/index.ts';
import type { Limits } from './limits.ts';
import {
  type OpenedSequencer,
  openSequencer,
  type ReleasedCommands,
  replayEvents,
  type SequencerEvents,
} from './sequencer/index.ts';
import type { ShadowReport } from './snapshot/index.ts';
import type { Logger } from './telemetry/index.ts';

export type ExchangeCoreOptions = {
  /** Folder of what belongs to this chain; journal and snapshots lie in it. */
  readonly networkDir: string;
  /** Names the chain in the journal, so that no other chain's is taken for it. */
  readonly network: string;
  readonly snapshotEvery: number;
  readonly snapshotsKept: number;
  /** Whether segments that snapshots cover are kept, in a folder beside the journal. */
  readonly archiveJournal: boolean;
  readonly feed: Pick<MarketFeed, 'prices'>;
  readonly limits: Pick<Limits, 'waitingCommands' | 'keeperMs' | 'shadowMs' | 'priceStaleMs'>;
  readonly logger: Logger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Brings what projects the engine's events to where it stands; nothing new happens meanwhile. */
  readonly restore: (recovered: RecoveredExchange) => Promise<void>;
};

/** The exchange as it stands after recovery, before the first new command. */
export type RecoveredExchange = {
  readonly state: EngineState;
  /** Tells again what the commands from `fromSeq` on did, in the same batches as live ones. */
  replay(fromSeq: number, listener: (released: ReleasedCommands) => void): Promise<number>;
};

/** What the metrics say of the core. */
export type CoreFigures = {
  readonly lastSeq: number;
  readonly durableSeq: number;
  readonly accepting: boolean;
  /** Command of the newest snapshot; 0 = none. */
  readonly snapshotSeq: number;
  /** When it was seen to be written, milliseconds since the epoch; `null` = before this start. */
  readonly snapshotTimeMs: number | null;
};

/** The segment that is written to. */
const THE_END = Number.MAX_SAFE_INTEGER;

/**
 * Sequencer, journal, engine and snapshots, with the keepers that feed them: from recovery to the
 * end of the process.
 */
export class ExchangeCore {
  readonly #options: ExchangeCoreOptions;
  readonly #port = new CorePort();
  #opened: OpenedSequencer | null = null;
  #timers: readonly NodeJS.Timeout[] = [];
  #recoveredSeq = 0;
  #listed = false;
  #isStopped = false;
  #snapshot: { readonly seq: number; readonly timeMs: number | null } = { seq: 0, timeMs: null };
  #fail: (error: unknown) => void = () => undefined;
  #tellReady: () => void = () => undefined;
  /** Resolves when orders can be taken for the first time. */
  readonly ready = new Promise<void>((resolve) => {
    this.#tellReady = resolve;
  });

  constructor(options: ExchangeCoreOptions) {
    this.#options = options;
  }

  /**
   * Recovers, then serves until `stop`. Never resolves by itself.
   *
   * @throws When journal or snapshots cannot be used, a market is listed otherwise than configured,
   *   or engine and shadow cannot be trusted any more; the process has to end then.
   */
  async run(): Promise<never> {
    const failed = new Promise<never>((_resolve, reject) => {
      this.#fail = reject;
    });
    // A fault may come before anybody waits for it.
    failed.catch(() => undefined);
    const opened = await openSequencer(this.#sequencerOptions());
    this.#opened = opened;
    if (this.#isStopped) {
      await opened.close();
      return await failed;
    }
    const { state, recovered } = opened;
    const { snapshotSeq, replayed } = recovered;
    await this.#options.restore(recoveredExchange(opened));
    this.#port.open(opened);
    this.#snapshot = { seq: snapshotSeq, timeMs: null };
    const { logger } = this.#options;
    logger.info({ seq: state.seq, snapshotSeq, replayed }, 'the engine stands where its log ends');
    this.#startTimers(opened);
    await Promise.race([failed, this.#listMarkets(opened)]);
    return await failed;
  }

  /** The way to the engine; it may be handed out before `run`. */
  get port(): ExchangePort {
    return this.#port;
  }

  /** Whether orders can be taken now, and why not. */
  readiness(): ReadinessCheck {
    if (this.#opened === null) {
      const detail = `The engine is recovering; it stands at command ${this.#recoveredSeq}.`;
      return { ok: false, detail };
    }
    const { stopReason } = this.#opened.sequencer;
    if (stopReason !== null) {
      return {
        ok: false,
        detail: `No orders are taken (${stopReason.code}): ${stopReason.detail}`,
      };
    }
    if (!this.#listed) return { ok: false, detail: 'The markets are being listed.' };
    return { ok: true, detail: `Commands are taken; ${this.figures().durableSeq} are durable.` };
  }

  figures(): CoreFigures {
    const { seq: snapshotSeq, timeMs: snapshotTimeMs } = this.#snapshot;
    const opened = this.#opened;
    const lastSeq = opened?.sequencer.lastSeq ?? this.#recoveredSeq;
    const durableSeq = opened?.log.durableSeq ?? this.#recoveredSeq;
    const accepting = opened !== null && opened.sequencer.stopReason === null;
    return { lastSeq, durableSeq, accepting, snapshotSeq, snapshotTimeMs };
  }

  /** Makes durable what was taken, and lets go of everything. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    await this.#opened?.close();
    this.#port.stopped();
  }

  async #listMarkets({ state, sequencer }: OpenedSequencer): Promise<void> {
    try {
      await keepMarketsListed({ state, execute: (command) => sequencer.execute(command) });
      this.#listed = true;
      this.#tellReady();
    } catch (error) {
      // The sequencer has stopped meanwhile; readiness says why.
      if (!(error instanceof ProtocolError && sequencer.stopReason !== null)) throw error;
    }
  }

  #sequencerOptions() {
    const { networkDir, network, snapshotEvery, snapshotsKept, limits, now } = this.#options;
    const journalFolder = join(networkDir, 'journal');
    const archive = this.#options.archiveJournal ? join(networkDir, 'journal-archive') : null;
    return {
      // Recovery reads the rest, and verifies what it reads.
      openLog: () => openSegmentLog({ folder: journalFolder, network, archive, fromSeq: THE_END }),
      journalFolder,
      network,
      snapshotFolder: join(networkDir, 'snapshots'),
      snapshotEvery,
      snapshotsKept,
      maxWaiting: limits.waitingCommands,
      now,
      warmUp,
      listener: this.#listener(),
    };
  }

  #listener(): SequencerEvents {
    const { logger } = this.#options;
    return {
      repaired: (place) => logger.warn(place, 'the torn end of the journal was cut'),
      damagedSnapshot: (place) =>
        logger.error(place, 'a snapshot is damaged; an older one is used'),
      progress: (seq) => {
        this.#recoveredSeq = seq;
      },
      shadow: (report) => this.#reported(report),
      stopped: (reason, cause) => {
        logger.fatal({ ...reason, err: cause }, 'no more commands are taken');
        this.#port.stopped();
        // A journal that stopped leaves the process to say so; an engine that cannot be trusted not.
        if (!reason.code.startsWith('journal/')) this.#fail(cause ?? new Error(reason.detail));
      },
    };
  }

  #reported({ written, problem }: ShadowReport): void {
    const { logger, now } = this.#options;
    if (problem !== null) logger.error({ problem }, 'a snapshot could not be written');
    for (const facts of written) {
      this.#snapshot = { seq: facts.seq, timeMs: now() };
      logger.info(facts, 'a snapshot was written');
    }
  }

  #startTimers({ sequencer, advanceShadow }: OpenedSequencer): void {
    const { feed, now, limits } = this.#options;
    const submit = sequencer.submit.bind(sequencer);
    const prices = () => feed.prices();
    const indexPrices = new IndexPriceKeeper({
      submit,
      prices,
      now,
      staleMs: limits.priceStaleMs,
    });
    const ticks = new TickKeeper(submit);
    const round = () => {
      if (this.#listed) indexPrices.round();
      ticks.round();
    };
    this.#timers = [
      setInterval(round, limits.keeperMs),
      setInterval(advanceShadow, limits.shadowMs),
    ];
  }
}

function recoveredExchange({ state, log, snapshots }: OpenedSequencer): RecoveredExchange {
  return {
    state,
    replay: (fromSeq, listener) => replayEvents({ log, snapshots, fromSeq, listener }),
  };
}

import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { JournalError, type LogState, RecordBatch } from '#server/journal/index.ts';
import type { CommandDraft, UnstampedCommand } from './command-draft.ts';
import { giveOrderIds, MAX_SEQ, takeBackOrderIds } from './order-ids.ts';
import type { ReleaseListener } from './released-commands.ts';
import type { CommandOutcome, SequencerOptions, StopReason } from './sequencer-options.ts';
import { type ReleasedEvents, UnreleasedEvents } from './unreleased-events.ts';

/** Encoded commands are handed to the log when they are this many bytes, or the turn ends. */
const HAND_OVER_BYTES = 65_536;

/** Room that the largest command needs in the log: three orders with their signatures. */
const LARGEST_COMMAND_BYTES = 8_192;

type Waiter = {
  readonly command: CommandDraft;
  readonly resolve: (outcome: CommandOutcome) => void;
  readonly reject: (error: ProtocolError) => void;
};

/**
 * Gives every command its place in one total order. A command is numbered, stamped, encoded for the
 * log and executed at once; what it did is released when the log has it on stable storage, and not
 * before. Commands that arrive in one turn of the event loop, or while the disk is busy, become
 * durable together.
 *
 * When the log stops, the engine is ahead of it: nothing more is taken or released, and the engine's
 * state must not be shown to anybody. The process has to start again from the log.
 */
export class Sequencer {
  readonly #options: SequencerOptions;
  readonly #batch = new RecordBatch();
  readonly #unreleased: UnreleasedEvents;
  readonly #waiters = new Map<number, Waiter>();
  readonly #listeners = new Set<ReleaseListener>();
  readonly #endListening: () => void;
  #lastSeq: number;
  #lastTime: number;
  #releasedSeq: number;
  #turnScheduled = false;
  #stopReason: StopReason | null = null;
  /** Goes false with the first fault, also while this is being closed, and stays so. */
  #mayRelease = true;

  constructor(options: SequencerOptions) {
    const { log, lastSeq, lastTime } = options;
    if (log.lastSeq !== lastSeq || log.durableSeq !== lastSeq) {
      throw new RangeError(`the log ends with ${log.lastSeq}, the engine with ${lastSeq}`);
    }
    this.#options = options;
    this.#unreleased = new UnreleasedEvents(options.events);
    this.#lastSeq = lastSeq;
    this.#lastTime = lastTime;
    this.#releasedSeq = lastSeq;
    this.#endListening = log.listen({
      durable: (seq) => this.#release(seq),
      room: () => undefined,
      stopped: (state, reason) => this.#stop(stopReasonOf(state, reason), reason),
    });
  }

  /** Number of the last command taken, durable or not. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** Number of the last command whose events were released. */
  get releasedSeq(): number {
    return this.#releasedSeq;
  }

  /** Why no commands are taken; `null` while they are. */
  get stopReason(): StopReason | null {
    return this.#stopReason;
  }

  /**
   * Takes a command. Its events reach the listeners once it is durable. A command that was sent
   * before (the same client order id, the same number of a deposit's source) is taken too, and its
   * event says `duplicate`.
   *
   * @returns Its sequence number.
   * @throws ProtocolError `sequencer/overloaded` and `sequencer/not-accepting`; JournalError
   *   `journal/not-encodable` when a field is out of range. Then nothing happened, and the draft has
   *   no order ids that it did not have before.
   */
  submit(draft: CommandDraft): number {
    this.#refuseIfBusy();
    const seq = this.#lastSeq + 1;
    const time = Math.max(this.#lastTime, this.#options.now());
    draft.seq = seq;
    draft.time = time;
    this.#encode(draft, seq);
    this.#lastSeq = seq;
    this.#lastTime = time;
    this.#execute(draft);
    if (this.#batch.byteLength >= HAND_OVER_BYTES || this.#batch.isFull) this.#handOver();
    else if (!this.#turnScheduled) this.#scheduleTurn();
    return seq;
  }

  /**
   * Takes a command and waits until it is durable.
   *
   * @throws What `submit` throws; ProtocolError `sequencer/outcome-unknown` when the log stopped
   *   before the command was known to be durable.
   */
  execute(command: UnstampedCommand): Promise<CommandOutcome> {
    return new Promise((resolve, reject) => {
      const draft = { ...command, seq: 0, time: 0 };
      const seq = this.submit(draft);
      this.#waiters.set(seq, { command: draft, resolve, reject });
      if (this.#stopReason !== null) this.#rejectWaiters();
    });
  }

  /** Listens to what is released from now on, until the returned function is called. */
  onReleased(listener: ReleaseListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Takes nothing more because of a fault that was found elsewhere. */
  halt(reason: StopReason, cause: unknown): void {
    this.#stop(reason, cause);
  }

  /** Takes nothing more, and resolves when everything taken is durable and released. */
  async close(): Promise<void> {
    this.#handOver();
    const wasOpen = this.#stopReason === null;
    this.#stopReason ??= { code: 'sequencer/closed', detail: 'The exchange is shutting down.' };
    try {
      if (wasOpen) await this.#options.log.flush();
    } finally {
      this.#endListening();
      this.#rejectWaiters();
    }
  }

  #refuseIfBusy(): void {
    const { log, maxWaiting } = this.#options;
    const reason = this.#stopReason;
    if (reason !== null) {
      const { code, detail } = reason;
      throw new ProtocolError('sequencer/not-accepting', { facts: { reason: code }, detail });
    }
    const waiting = this.#lastSeq - this.#releasedSeq;
    const room = log.roomBytes - this.#batch.byteLength;
    if (waiting >= maxWaiting || room < LARGEST_COMMAND_BYTES || this.#lastSeq >= MAX_SEQ) {
      throw new ProtocolError('sequencer/overloaded', { facts: { waiting } });
    }
  }

  /** Gives the orders of a command their ids, and writes it at the end of the batch. */
  #encode(draft: CommandDraft, seq: number): void {
    const given = giveOrderIds(draft, seq);
    try {
      this.#batch.append(draft);
    } catch (error) {
      // The next command gets this number, and its orders these ids.
      takeBackOrderIds(draft, given);
      throw error;
    }
  }

  #execute(draft: CommandDraft): void {
    const { execute, checkpointEvery, onCheckpoint } = this.#options;
    const { seq, time } = draft;
    try {
      execute(draft);
    } catch (error) {
      // A broken invariant: the command must not become durable, or no start would get past it.
      this.#batch.clear();
      this.#stop({ code: 'engine/invariant', detail: `Command ${seq} broke the engine.` }, error);
      throw error;
    }
    this.#unreleased.executed(seq, time);
    if (seq % checkpointEvery === 0) onCheckpoint(seq);
  }

  #scheduleTurn(): void {
    this.#turnScheduled = true;
    setImmediate(() => {
      this.#turnScheduled = false;
      this.#handOver();
    });
  }

  #handOver(): void {
    const batch = this.#batch;
    if (batch.count === 0) return;
    this.#unreleased.collect();
    try {
      this.#options.log.append(batch, batch.firstSeq - 1);
    } catch (error) {
      const reason = error instanceof JournalError ? error : null;
      this.#stop(stopReasonOf('failed', reason), error);
    }
    batch.clear();
  }

  #release(seq: number): void {
    try {
      this.#unreleased.releaseUpTo(seq, (released) => {
        // After a fault blocks may still become durable. Who hears of them would have missed a batch,
        // or hear of what an engine did that cannot be trusted.
        if (!this.#mayRelease) return;
        this.#releasedSeq = released.lastSeq;
        const commandOf = (of: number) => this.#waiters.get(of)?.command ?? null;
        for (const listener of this.#listeners) listener({ ...released, commandOf });
        this.#resolveWaiters(released);
      });
    } catch (error) {
      // A listener that missed something cannot be told it again: it has to begin anew.
      this.#stop({ code: 'sequencer/listener-failed', detail: `After command ${seq}.` }, error);
    }
  }

  /** Those who wait are in order of their commands. */
  #resolveWaiters(released: ReleasedEvents): void {
    for (const [seq, { resolve }] of this.#waiters) {
      if (seq > released.lastSeq) return;
      this.#waiters.delete(seq);
      resolve({ seq, time: released.timeOf(seq), events: released.eventsOf(seq) });
    }
  }

  #stop(reason: StopReason, cause: unknown): void {
    if (!this.#mayRelease) return;
    this.#mayRelease = false;
    this.#stopReason = reason;
    this.#options.onStopped(reason, cause);
    this.#rejectWaiters();
  }

  #rejectWaiters(): void {
    const reason = this.#stopReason?.code ?? 'sequencer/closed';
    for (const { reject } of this.#waiters.values()) {
      reject(new ProtocolError('sequencer/outcome-unknown', { facts: { reason } }));
    }
    this.#waiters.clear();
  }
}

function stopReasonOf(state: LogState, reason: JournalError | null): StopReason {
  if (reason !== null) return { code: reason.code, detail: reason.message };
  return { code: 'journal/closed', detail: `The journal is ${state}.` };
}

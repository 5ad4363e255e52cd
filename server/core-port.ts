import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { EngineState } from './engine/index.ts';
import type { EngineRead, ExchangePort } from './exchange-port.ts';
import type {
  CommandOutcome,
  OpenedSequencer,
  ReleasedCommands,
  UnstampedCommand,
} from './sequencer/index.ts';

type ReleaseListener = (released: ReleasedCommands) => void;

/** The engine behind a sequencer, as far as it is needed here. */
type OpenedEngine = {
  readonly state: EngineState;
  readonly sequencer: Pick<
    OpenedSequencer['sequencer'],
    'lastSeq' | 'releasedSeq' | 'stopReason' | 'execute' | 'onReleased'
  >;
};

/** A look at the state that waits until what it saw is durable. */
type WaitingRead = {
  readonly seq: number;
  readonly resolve: () => void;
  readonly reject: (error: ProtocolError) => void;
};

/**
 * The way to an engine that may still be recovering: who is handed it need not wait for the engine,
 * only for answers.
 */
export class CorePort implements ExchangePort {
  readonly #listeners = new Set<ReleaseListener>();
  /** In order of their numbers: the state only goes forward. */
  readonly #reads: WaitingRead[] = [];
  #opened: OpenedEngine | null = null;

  /** Begins to serve; called once, when the engine stands where its log ends. */
  open(opened: OpenedEngine): void {
    this.#opened = opened;
    opened.sequencer.onReleased((released) => {
      for (const listener of this.#listeners) listener(released);
      this.#resolveReads(released.lastSeq);
    });
  }

  /** To be called when the sequencer has stopped: what was seen may never become durable. */
  stopped(): void {
    for (const read of this.#reads.splice(0)) read.reject(outcomeUnknown(this.#stopReason()));
  }

  seq(): number {
    return this.#opened?.sequencer.releasedSeq ?? 0;
  }

  execute(command: UnstampedCommand): Promise<CommandOutcome> {
    if (this.#opened === null) return Promise.reject(recovering());
    return this.#opened.sequencer.execute(command);
  }

  async read<Value>(look: (state: EngineState) => Value): Promise<EngineRead<Value>> {
    const { sequencer, state } = this.#readable();
    const value = look(state);
    const seq = sequencer.lastSeq;
    if (sequencer.releasedSeq < seq) {
      await new Promise<void>((resolve, reject) => {
        this.#reads.push({ seq, resolve, reject });
      });
    }
    return { value, seq };
  }

  glance<Value>(look: (state: EngineState) => Value): Value {
    return look(this.#readable().state);
  }

  onReleased(listener: ReleaseListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #resolveReads(releasedSeq: number): void {
    const later = this.#reads.findIndex(({ seq }) => seq > releasedSeq);
    const count = later === -1 ? this.#reads.length : later;
    for (const { resolve } of this.#reads.splice(0, count)) resolve();
  }

  #readable(): OpenedEngine {
    if (this.#opened === null) throw recovering();
    const { sequencer } = this.#opened;
    // What an engine knows that stopped with commands on their way, nobody can rely on.
    if (sequencer.stopReason !== null && sequencer.releasedSeq < sequencer.lastSeq) {
      throw outcomeUnknown(this.#stopReason());
    }
    return this.#opened;
  }

  #stopReason(): string {
    return this.#opened?.sequencer.stopReason?.code ?? 'sequencer/closed';
  }
}

function recovering(): ProtocolError {
  const detail = 'The engine is recovering. Try again in a few seconds.';
  return new ProtocolError('sequencer/not-accepting', { facts: { reason: 'recovering' }, detail });
}

function outcomeUnknown(reason: string): ProtocolError {
  return new ProtocolError('sequencer/outcome-unknown', { facts: { reason } });
}

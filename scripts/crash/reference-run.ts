import { createHash } from 'node:crypto';
import {
  decodeEvents,
  type EngineEvent,
  type EngineState,
  EngineView,
  encodeState,
} from '#server/engine/index.ts';
import { CommandDecoder, type JournalReader, type RecordBlock } from '#server/journal/index.ts';
import { Replica } from '#server/snapshot/index.ts';
import { eventsDigest } from './events-digest.ts';

/** The state hash: SHA-256 of the state's canonical bytes. */
export function stateHash(state: EngineState): string {
  return createHash('sha256')
    .update(encodeState(new EngineView(state)))
    .digest('hex');
}

/** A command of the journal, as far as it matters here. */
type Executed = {
  readonly digest: number;
  /** The intent that it was sent for; 0 = none. */
  readonly intent: number;
};

/**
 * The uninterrupted run: one engine that executes the journal from its first command on, over all
 * crashes, and notes what every command did. It finds what was executed twice.
 */
export class ReferenceRun {
  readonly #replica = new Replica(null);
  readonly #decoder = new CommandDecoder();
  readonly #executed: Executed[] = [];
  /** Intents that took effect. */
  readonly #done = new Set<number>();

  get seq(): number {
    return this.#replica.seq;
  }

  get hash(): string {
    return stateHash(this.#replica.state);
  }

  /** What a command did; `undefined` when the journal does not hold it. */
  command(seq: number): Executed | undefined {
    return this.#executed[seq - 1];
  }

  /** Executes what a journal that nobody writes holds beyond what is known. */
  follow(reader: JournalReader): void {
    for (let block = reader.next(); block !== null; block = reader.next()) this.#apply(block);
  }

  #apply(block: RecordBlock): void {
    const intents: number[] = [];
    this.#decoder.visit(block, (command) => {
      if (command.seq <= this.#replica.seq) return;
      if (command.kind === 'place') intents.push(command.clientOrderId);
      else intents.push(command.kind === 'deposit' && command.source === 2 ? command.sourceSeq : 0);
    });
    const { events } = this.#replica.state;
    this.#replica.apply(block, () => {
      this.#note(decodeEvents(events), intents.shift() ?? 0);
      events.clear();
    });
  }

  #note(events: readonly EngineEvent[], intent: number): void {
    this.#executed.push({ digest: eventsDigest(events), intent });
    const [first] = events;
    if (intent === 0 || (first?.kind !== 'accepted' && first?.kind !== 'deposited')) return;
    if (this.#done.has(intent)) throw new Error(`intent ${intent} took effect twice`);
    this.#done.add(intent);
  }
}

import type { Command, EngineEvent } from './engine/index.ts';
import type { ExchangePort } from './exchange-port.ts';
import type { ReleasedCommands } from './sequencer/index.ts';

/** One durable command and what it did. */
export type CommandEffects = {
  readonly seq: number;
  /** When the sequencer stamped it, milliseconds since the epoch. */
  readonly timeMs: number;
  readonly events: readonly EngineEvent[];
};

/** Something that is made of what commands did, and of nothing else. */
export type Projection = {
  /**
   * Called for every durable command, in order.
   *
   * @param command - itself, where it is known (`ReleasedCommands.commandOf`)
   */
  take(effects: CommandEffects, command: Command | null): void;
  /** Called once all projections took a batch: now whoever listens may be told. */
  settle(): void;
};

/**
 * Lets projections take a batch. Events are decoded once for all of them, and nobody is told anything
 * before every projection has taken the whole batch.
 */
export function project(released: ReleasedCommands, projections: readonly Projection[]): void {
  for (let seq = released.firstSeq; seq <= released.lastSeq; seq += 1) {
    const effects = { seq, timeMs: released.timeOf(seq), events: released.eventsOf(seq) };
    const command = released.commandOf(seq);
    for (const projection of projections) projection.take(effects, command);
  }
  for (const projection of projections) projection.settle();
}

/**
 * Lets projections follow the exchange from now on.
 *
 * @returns The function that ends it.
 */
export function followExchange(
  port: Pick<ExchangePort, 'onReleased'>,
  projections: readonly Projection[],
): () => void {
  return port.onReleased((released) => project(released, projections));
}

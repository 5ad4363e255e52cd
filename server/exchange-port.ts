import type { EngineState } from './engine/index.ts';
import type { CommandOutcome, ReleasedCommands, UnstampedCommand } from './sequencer/index.ts';

/** What was read of the engine, and the command that it is as of. */
export type EngineRead<Value> = { readonly value: Value; readonly seq: number };

/** How the parts around the engine reach it; they never tell what is not durable. */
export type ExchangePort = {
  /** Number of the last command that is durable and released; 0 before the first. */
  seq(): number;
  /**
   * Takes a command and waits until it is durable.
   *
   * @throws ProtocolError `sequencer/overloaded`, `sequencer/not-accepting` (nothing happened),
   *   `sequencer/outcome-unknown`.
   */
  execute(command: UnstampedCommand): Promise<CommandOutcome>;
  /**
   * Looks at the engine's state now, and answers when every command that the look saw is durable. The
   * look must copy what it wants: the state goes on.
   *
   * @throws ProtocolError `sequencer/not-accepting` while the engine recovers,
   *   `sequencer/outcome-unknown` when the log stopped before the look was durable.
   */
  read<Value>(look: (state: EngineState) => Value): Promise<EngineRead<Value>>;
  /**
   * Looks at the engine's state now, durable or not, and gives what the look gives: for what is only worked
   * with and goes into the next command. Nobody may be told of it before that command is durable.
   *
   * @throws What `read` throws, and what the look throws.
   */
  glance<Value>(look: (state: EngineState) => Value): Value;
  /**
   * Listens to consecutive batches of durable commands from now on, until the returned function is
   * called. A batch is readable during the call only.
   */
  onReleased(listener: (released: ReleasedCommands) => void): () => void;
};

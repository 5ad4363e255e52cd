import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { EngineState } from '#server/engine/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import type { UnstampedCommand } from '#server/sequencer/index.ts';
import { glance } from './glance.ts';

/** What lets a command through only while there is room for what it brings. */
export type CommandBound = {
  /** Whether it has anything to say about a command. */
  concerns(command: UnstampedCommand): boolean;
  /**
   * Holds room for a command that is executed in the same turn.
   *
   * @returns To be called when the outcome is known.
   * @throws ProtocolError when there is no room.
   */
  hold(command: UnstampedCommand, state: EngineState): () => void;
};

/** The same way to the engine, past a bound: looking and executing are one step. */
export function boundedPort(port: ExchangePort, bound: CommandBound): ExchangePort {
  return {
    seq: () => port.seq(),
    execute: (command) =>
      bound.concerns(command) ? executeBounded(port, bound, command) : port.execute(command),
    read: (look) => port.read(look),
    glance: (look) => port.glance(look),
    onReleased: (listener) => port.onReleased(listener),
  };
}

async function executeBounded(port: ExchangePort, bound: CommandBound, command: UnstampedCommand) {
  const seen = glance(port, (state) => bound.hold(command, state));
  if (seen.refused) return await seen.refusal();
  try {
    return await port.execute(command);
  } finally {
    seen.value();
  }
}

/** Whether a command was held back for want of room: it never reached the engine. */
export function isOutOfRoom(error: unknown): boolean {
  if (!(error instanceof ProtocolError)) return false;
  return (
    error.code === 'risk/unsettled-contract-exposure' || error.code === 'risk/backstop-exhausted'
  );
}

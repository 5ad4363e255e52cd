import type { Command } from '#server/engine/index.ts';
import { JournalError } from './journal-error.ts';

/**
 * A number of 0 … `most`.
 *
 * @throws JournalError `journal/damaged` for another one.
 */
export function decodedChoice(value: number, most: number): number {
  if (value > most) throw noCommand(`a choice of 0 … ${most} is ${value}`, null);
  return value;
}

/** The error for a record that holds no command. */
export function noCommand(why: string, command: Command | null): JournalError {
  const which = command === null ? 'A record' : `The record of ${command.kind} ${command.seq}`;
  return new JournalError('journal/damaged', {
    message: `${which} holds no command, although its checksum is right: ${why}.`,
    fix: 'It was written by another version of the exchange: start that one, and report this.',
  });
}

import type { Command } from '#server/engine/index.ts';
import { compareEngines } from './compare-engines.ts';
import { printCommands, printDifference } from './print-commands.ts';
import type { Failure } from './run-simulation.ts';
import { shrinkCommands } from './shrink-commands.ts';

/**
 * A failure of the simulator for whoever has to mend it: the shortest commands that lead to it, as
 * they can be pasted into fixed-cases.ts, and what both engines say.
 */
export function reportFailure(failure: Failure): string {
  const compare = (commands: readonly Command[]) =>
    compareEngines(commands, { restores: false }) ?? compareEngines(commands, { restores: true });
  const commands = shrinkCommands(failure.commands, compare);
  const difference = compare(commands) ?? failure.difference;
  return [
    `Shrunk from ${failure.commands.length} to ${commands.length} commands:`,
    printCommands(commands),
    printDifference(difference),
  ].join('\n');
}

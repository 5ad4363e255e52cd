import type { Command } from '#server/engine/index.ts';
import type { Difference } from './compare-engines.ts';

/** Commands as the lines of a fixed case (fixed-cases.ts). */
export function printCommands(commands: readonly Command[]): string {
  return commands.map((command) => `    ${literal(command)},`).join('\n');
}

/** What differs, for a person. */
export function printDifference(difference: Difference): string {
  return [
    difference.what,
    `  after command ${difference.command.seq}: ${literal(difference.command)}`,
    '  expected (reference):',
    ...difference.expected.map((line) => `    ${typeof line === 'string' ? line : literal(line)}`),
    '  actual (engine):',
    ...difference.actual.map((line) => `    ${typeof line === 'string' ? line : literal(line)}`),
  ].join('\n');
}

/** A value as it is written in TypeScript. */
function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).map(([name, field]) => `${name}: ${literal(field)}`);
  return `{ ${fields.join(', ')} }`;
}

import { COMMAND_GROUPS, type Command } from './command.ts';

/**
 * The commands that a query finds, by group, best first within each. Every word of the query must be
 * in the label, the detail or the keywords; the beginning of the label counts most, then the beginning
 * of a word. A label that is the query exactly brings its group to the front, and is first in it. Without
 * a query all are found, in their order.
 */
export function findCommands(commands: readonly Command[], query: string): readonly Command[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found = commands
    .map((command) => ({ command, score: scoreOf(command, words) }))
    .filter(({ score }) => score > 0);
  const named = query.trim().toLowerCase();
  const first = found.filter(({ command }) => command.label.toLowerCase() === named);
  const groups = [...new Set([...first.map(({ command }) => command.group), ...COMMAND_GROUPS])];
  return groups.flatMap((group) =>
    found
      .filter(({ command }) => command.group === group)
      .sort((a, b) => b.score - a.score)
      .map(({ command }) => command),
  );
}

function scoreOf(command: Command, words: readonly string[]): number {
  const label = command.label.toLowerCase();
  const text = [label, command.detail, command.keywords].join(' ').toLowerCase();
  if (words.length > 0 && label === words.join(' ')) return 4;
  let least = 4;
  for (const word of words) least = Math.min(least, wordScore(word, label, text));
  return least;
}

function wordScore(word: string, label: string, text: string): number {
  if (label.startsWith(word)) return 3;
  if (text.split(/[\s/()-]+/).some((part) => part.startsWith(word))) return 2;
  return text.includes(word) ? 1 : 0;
}

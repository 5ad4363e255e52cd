import { COMMAND_GROUPS, type Command } from './command.ts';

/**
 * The commands that a query finds, by group, best first within each. Every word of the query must be
 * in the label, the detail or the keywords; the beginning of the label counts most, then the beginning
 * of a word. Without a query all are found, in their order.
 */
export function findCommands(commands: readonly Command[], query: string): readonly Command[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found = commands
    .map((command) => ({ command, score: scoreOf(command, words) }))
    .filter(({ score }) => score > 0);
  return COMMAND_GROUPS.flatMap((group) =>
    found
      .filter(({ command }) => command.group === group)
      .sort((a, b) => b.score - a.score)
      .map(({ command }) => command),
  );
}

function scoreOf(command: Command, words: readonly string[]): number {
  const label = command.label.toLowerCase();
  const text = [label, command.detail, command.keywords].join(' ').toLowerCase();
  let least = 4;
  for (const word of words) least = Math.min(least, wordScore(word, label, text));
  return least;
}

function wordScore(word: string, label: string, text: string): number {
  if (label.startsWith(word)) return 3;
  if (text.split(/[\s/()-]+/).some((part) => part.startsWith(word))) return 2;
  return text.includes(word) ? 1 : 0;
}

import type { Command } from '#server/engine/index.ts';

/** Tells at which command of a list something goes wrong, `null` when nothing does. */
type Comparison = (commands: readonly Command[]) => { readonly command: Command } | null;

/**
 * Leaves out commands as long as something still goes wrong (delta debugging): first long runs of
 * them, in the end single ones. It may go wrong differently then; that is a fault all the same.
 */
export function shrinkCommands(
  commands: readonly Command[],
  compare: Comparison,
): readonly Command[] {
  let kept = upToFailure(commands, compare) ?? commands;
  let size = Math.ceil(kept.length / 2);
  while (size >= 1) {
    const smaller = withoutSomeRuns(kept, size, compare);
    if (smaller.length < kept.length) kept = smaller;
    else size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  return kept;
}

/** The list less those runs of this size, from the end on, that it can do without. */
function withoutSomeRuns(
  commands: readonly Command[],
  size: number,
  compare: Comparison,
): readonly Command[] {
  let kept = commands;
  for (let end = kept.length; end > 0; end = Math.min(end - size, kept.length)) {
    const start = Math.max(0, end - size);
    const candidate = renumbered([...kept.slice(0, start), ...kept.slice(end)]);
    kept = upToFailure(candidate, compare) ?? kept;
  }
  return kept;
}

/** Sequence numbers count without gaps; times stay, they only grow. */
function renumbered(commands: readonly Command[]): readonly Command[] {
  return commands.map((command, index) => ({ ...command, seq: index + 1 }));
}

/** What comes after the failure has nothing to do with it; `null` when nothing fails. */
function upToFailure(commands: readonly Command[], compare: Comparison): readonly Command[] | null {
  const failure = compare(commands);
  return failure === null ? null : commands.slice(0, failure.command.seq);
}

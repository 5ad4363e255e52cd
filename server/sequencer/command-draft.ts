import type { Command } from '#server/engine/index.ts';

type Draft<Kind> = Kind extends Command ? { -readonly [Field in keyof Kind]: Kind[Field] } : never;

/**
 * A command before it has its place in the total order. The sequencer writes `seq` and `time` into
 * it, whatever they hold, and order ids where they are 0. A caller in a hurry may keep one draft a
 * kind and fill it again after each `submit`.
 */
export type CommandDraft = Draft<Command>;

type Unstamped<Kind> = Kind extends Command ? Omit<Kind, 'seq' | 'time'> : never;

/** What a submitter knows of a command: everything but its place and time. */
export type UnstampedCommand = Unstamped<Command>;

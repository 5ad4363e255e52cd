import type { IconName } from '#components/ui/icon.tsx';

export const COMMAND_GROUPS = ['Address', 'Pages', 'Markets', 'Tokens', 'Actions'] as const;

export type CommandGroup = (typeof COMMAND_GROUPS)[number];

/** Something that the palette finds and does. */
export type Command = {
  readonly id: string;
  readonly group: CommandGroup;
  readonly label: string;
  /** What helps to tell it from others, at the right. */
  readonly detail?: string;
  readonly icon: IconName;
  /** More words by which it is found. */
  readonly keywords?: string;
  readonly run: () => void;
};

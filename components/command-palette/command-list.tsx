'use client';

import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { Command } from './command.ts';

export type CommandListProps = {
  /** Prefix of the ids that the combobox refers to. */
  readonly id: string;
  readonly commands: readonly Command[];
  readonly active: Command | undefined;
  readonly onChoose: (command: Command) => void;
  readonly onRun: (command: Command) => void;
};

/** What was found, in the order given, under the names of the groups; the combobox keeps the focus. */
export function CommandList({ id, commands, active, onChoose, onRun }: CommandListProps) {
  const groups = [...new Set(commands.map(({ group }) => group))];
  return (
    <div
      role="listbox"
      id={`${id}-list`}
      aria-label="Results"
      tabIndex={-1}
      className="max-h-[min(420px,60dvh)] overflow-y-auto p-2 empty:hidden"
    >
      {groups.map((group) => {
        const found = commands.filter((command) => command.group === group);
        return found.length === 0 ? null : (
          <div key={group} className="mb-1">
            <p aria-hidden="true" className="px-2 py-1 text-11 text-secondary">
              {group}
            </p>
            {found.map((command) => (
              <CommandOption
                key={command.id}
                id={`${id}-${command.id}`}
                command={command}
                active={command === active}
                onChoose={onChoose}
                onRun={onRun}
              />
            ))}
          </div>
        );
      })}
    </div>
  );
}

type CommandOptionProps = Pick<CommandListProps, 'id' | 'onChoose' | 'onRun'> & {
  readonly command: Command;
  readonly active: boolean;
};

function CommandOption({ id, command, active, onChoose, onRun }: CommandOptionProps) {
  return (
    <div
      ref={active ? scrollIntoSight : null}
      role="option"
      id={id}
      aria-selected={active}
      tabIndex={-1}
      className={classNames(
        'flex h-9 cursor-pointer items-center gap-2.5 rounded-control px-2 pointer-coarse:h-11',
        active && 'bg-raised',
      )}
      onPointerMove={active ? undefined : () => onChoose(command)}
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => onRun(command)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onRun(command);
      }}
    >
      <Icon name={command.icon} className="text-secondary" />
      <span className="truncate">{command.label}</span>
      <span className="ml-auto truncate text-12 text-secondary">{command.detail}</span>
    </div>
  );
}

function scrollIntoSight(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

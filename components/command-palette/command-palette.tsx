'use client';

import { type KeyboardEvent, useId, useState } from 'react';
import { Dialog } from '#components/ui/dialog.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import type { Command } from './command.ts';
import { CommandList } from './command-list.tsx';
import { useCommands } from './use-commands.ts';

/** One field for everything: markets, tokens, pages, actions, addresses. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const id = useId();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const commands = useCommands(query);
  const active = commands[Math.min(chosen, commands.length - 1)];

  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextChoice(event.key, chosen, commands.length);
    if (event.key === 'Enter') run(active);
    else if (next !== null) setChosen(next);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog
      open
      hideTitle
      title="Search or jump to"
      placement="top"
      widthClass="sm:w-140"
      onClose={onClose}
    >
      <div className="flex h-12 shrink-0 items-center gap-2.5 border-line border-b px-4">
        <Icon name="search" className="text-secondary" />
        <input
          role="combobox"
          aria-label="Search or jump to"
          aria-expanded={commands.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={active === undefined ? undefined : `${id}-${active.id}`}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder="Search markets, tokens, pages, actions, or paste an address"
          className="h-full min-w-0 flex-1 bg-transparent text-15 outline-none"
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
        <span className="pointer-coarse:hidden">
          <Kbd>Esc</Kbd>
        </span>
        <IconButton icon="close" label="Close" className="pointer-fine:hidden" onClick={onClose} />
      </div>
      <CommandList
        id={id}
        commands={commands}
        active={active}
        onChoose={(command) => setChosen(commands.indexOf(command))}
        onRun={run}
      />
      {commands.length === 0 ? (
        <p role="status" className="px-4 py-8 text-center text-secondary">
          Nothing is called “{query.trim()}”. Paste an address, or search for a market, token or
          page.
        </p>
      ) : null}
    </Dialog>
  );
}

function nextChoice(key: string, chosen: number, count: number): number | null {
  if (count === 0) return null;
  if (key === 'ArrowDown') return (chosen + 1) % count;
  if (key === 'ArrowUp') return (chosen - 1 + count) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}

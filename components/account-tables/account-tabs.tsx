'use client';

import type { KeyboardEvent } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { ACCOUNT_TABS, type AccountTab, TAB_LABELS } from './account-tab.ts';

export type AccountTabsProps = {
  readonly id: string;
  readonly selected: AccountTab;
  /** Live orders; `null` = not known. */
  readonly openCount: number | null;
  readonly onSelect: (tab: AccountTab) => void;
};

/** The tabs of the panel: arrow keys, Home and End go from one to the next. */
export function AccountTabs({ id, selected, openCount, onSelect }: AccountTabsProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const to = tabAfter(event.key, selected);
    if (to === null) return;
    event.preventDefault();
    onSelect(to);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${to}"]`)?.focus();
  };
  return (
    <div
      role="tablist"
      aria-label="Account"
      className="flex min-w-0 shrink-0 items-center overflow-x-auto overscroll-x-contain px-1 [scrollbar-width:none] max-md:w-full"
      onKeyDown={onKeyDown}
    >
      {ACCOUNT_TABS.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={`${id}-${tab}`}
          data-tab={tab}
          aria-selected={tab === selected}
          aria-controls={`${id}-panel`}
          tabIndex={tab === selected ? 0 : -1}
          className={classNames(
            'focus-inset h-9 shrink-0 px-2.5 font-medium text-12 whitespace-nowrap transition-colors pointer-coarse:h-11',
            tab === selected
              ? 'text-text shadow-[inset_0_-2px_var(--color-accent)]'
              : 'text-secondary hover:text-text',
          )}
          onClick={() => onSelect(tab)}
        >
          {TAB_LABELS[tab]}
          {tab === 'orders' && openCount !== null ? (
            <span className="numeric text-secondary"> ({openCount})</span>
          ) : null}
        </button>
      ))}
    </div>
  );
}

function tabAfter(key: string, tab: AccountTab): AccountTab | null {
  const at = ACCOUNT_TABS.indexOf(tab);
  const last = ACCOUNT_TABS.length - 1;
  const targets: Readonly<Record<string, number>> = {
    ArrowLeft: at === 0 ? last : at - 1,
    ArrowRight: at === last ? 0 : at + 1,
    Home: 0,
    End: last,
  };
  const to = Object.hasOwn(targets, key) ? targets[key] : undefined;
  return to === undefined ? null : (ACCOUNT_TABS[to] ?? null);
}

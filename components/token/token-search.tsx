'use client';

import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Icon } from '#components/ui/icon.tsx';
import { Input } from '#components/ui/input.tsx';
import { isAddress } from '#lib/domain/address.ts';
import type { Currency } from '#lib/domain/currency.ts';
import { findTokens, type TokenHolding } from '#lib/swap/find-tokens.ts';
import type { TokenEntry } from '#lib/swap/token-entries.ts';
import { TokenOption } from './token-option.tsx';

export type TokenSearchProps = {
  readonly entries: readonly TokenEntry[];
  readonly holdings: ReadonlyMap<string, TokenHolding>;
  readonly chosen: readonly string[];
  readonly onChoose: (currency: Currency) => void;
  /** An address that is none of the entries was typed. */
  readonly onImport: (address: string) => void;
};

/** A search field over a list: arrow keys, Home and End move, Enter chooses, typing finds. */
export function TokenSearch({ entries, holdings, chosen, onChoose, onImport }: TokenSearchProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const found = findTokens({ entries, query, holdings });
  const unknown = isAddress(query.trim()) && found.length === 0 ? query.trim() : null;
  const current = Math.min(active, found.length - 1);

  // The dialog gives the focus to its first button; here it belongs to the search.
  useEffect(() => field.current?.focus(), []);

  const choose = () => {
    const entry = found[current];
    if (entry !== undefined) onChoose(entry.currency);
    else if (unknown !== null) onImport(unknown);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextIndex(event.key, { current, count: found.length });
    if (next === null && event.key !== 'Enter') return;
    event.preventDefault();
    if (next === null) return choose();
    setActive(next);
    document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
  };

  return (
    <>
      <div className="border-line border-b p-4">
        <Input
          role="combobox"
          aria-label="Search by symbol, name or address"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={found.length === 0 ? undefined : `${id}-${current}`}
          placeholder="Symbol, name or address"
          leading={<Icon name="search" className="text-secondary" />}
          className="h-10"
          ref={field}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label="Tokens"
        className="h-90 max-h-[50dvh] overflow-y-auto py-1"
      >
        {found.map((entry, index) => (
          <TokenOption
            key={entry.key}
            id={`${id}-${index}`}
            entry={entry}
            holding={holdings.get(entry.key)}
            active={index === current}
            chosen={chosen.includes(entry.key)}
            onSelect={() => onChoose(entry.currency)}
            onPoint={() => setActive(index)}
          />
        ))}
      </div>
      {found.length > 0 ? null : <NothingFound address={unknown} onImport={onImport} />}
    </>
  );
}

function NothingFound({
  address,
  onImport,
}: {
  readonly address: string | null;
  readonly onImport: (address: string) => void;
}) {
  if (address === null) {
    return (
      <p className="px-4 py-3 text-13 text-secondary">
        No token here is called so. Paste a token’s address to import it.
      </p>
    );
  }
  return (
    <button
      type="button"
      className="focus-inset flex items-center gap-2 px-4 py-3 text-left font-medium text-13 text-accent hover:bg-raised"
      onClick={() => onImport(address)}
    >
      <Icon name="arrow-down" />
      Import the token at this address
    </button>
  );
}

function nextIndex(
  key: string,
  { current, count }: { readonly current: number; readonly count: number },
): number | null {
  if (count === 0) return null;
  if (key === 'ArrowDown') return (current + 1) % count;
  if (key === 'ArrowUp') return (current - 1 + count) % count;
  if (key === 'PageDown') return Math.min(count - 1, current + 6);
  if (key === 'PageUp') return Math.max(0, current - 6);
  return null;
}

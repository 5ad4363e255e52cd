'use client';

import { useId } from 'react';
import { Select } from '#components/ui/select.tsx';
import type { CustodyChoice } from '#lib/custody/custody-choice.ts';

export type AssetFieldProps = {
  readonly choices: readonly CustodyChoice[];
  readonly choice: CustodyChoice;
  readonly onChoice: (choice: CustodyChoice) => void;
};

/** Which asset, and as what it comes or goes. */
export function AssetField({ choices, choice, onChoice }: AssetFieldProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-12 text-secondary">
        Asset
      </label>
      <Select
        id={id}
        value={choice.id}
        options={choices.map(({ id: value, label }) => ({ value, label }))}
        onChange={({ target }) => {
          const chosen = choices.find(({ id: each }) => each === target.value);
          if (chosen !== undefined) onChoice(chosen);
        }}
      />
    </div>
  );
}

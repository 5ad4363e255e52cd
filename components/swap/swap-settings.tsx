'use client';

import { type ReactNode, useId } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Popover } from '#components/ui/popover.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import {
  type ApprovalMode,
  MAX_DEADLINE_MINUTES,
  type SwapSettings as Settings,
} from '#lib/swap/swap-state.ts';
import { SlippageField } from './slippage-field.tsx';

export type SwapSettingsProps = {
  readonly settings: Settings;
  readonly onChange: (settings: Settings) => void;
};

const APPROVALS = [
  { value: 'permit', label: 'Signature' },
  { value: 'exact', label: 'Transaction' },
  { value: 'unlimited', label: 'Unlimited' },
] as const;

const APPROVAL_TEXTS: Readonly<Record<ApprovalMode, string>> = {
  permit:
    'Sign a permission for exactly the amount, where the token takes one. Other tokens, and accounts that are contracts (a Safe), are approved by a transaction, for exactly the amount.',
  exact: 'Approve exactly the amount, by a transaction before the swap.',
  unlimited:
    'Approve once without a limit. Later swaps cost less, but the router may take any amount of the token until you revoke it.',
};

/** Slippage, deadline and approval: the same for every swap from this browser. */
export function SwapSettings({ settings, onChange }: SwapSettingsProps) {
  return (
    <Popover
      label="Swap settings"
      className="w-88"
      trigger={(attributes) => (
        <IconButton icon="settings" label="Swap settings" size="small" {...attributes} />
      )}
    >
      {() => (
        <div className="flex flex-col gap-5 p-4">
          <SlippageField settings={settings} onChange={onChange} />
          <DeadlineField settings={settings} onChange={onChange} />
          <Field title="Token approval">
            <Segmented
              label="Token approval"
              options={APPROVALS}
              value={settings.approval}
              onChange={(approval) => onChange({ ...settings, approval })}
            />
            <p className="text-12 text-secondary">{APPROVAL_TEXTS[settings.approval]}</p>
          </Field>
        </div>
      )}
    </Popover>
  );
}

function DeadlineField({ settings, onChange }: SwapSettingsProps) {
  const id = useId();
  return (
    <div className="flex items-center justify-between gap-4">
      <label htmlFor={id} className="text-13">
        Deadline
      </label>
      <Input
        id={id}
        type="number"
        min={1}
        max={MAX_DEADLINE_MINUTES}
        step={1}
        className="w-32"
        trailing={<span className="text-12 text-secondary">minutes</span>}
        defaultValue={settings.deadlineMinutes}
        onChange={(event) => {
          const minutes = event.target.valueAsNumber;
          const isAllowed = minutes >= 1 && minutes <= MAX_DEADLINE_MINUTES;
          if (isAllowed && Number.isInteger(minutes)) {
            onChange({ ...settings, deadlineMinutes: minutes });
          }
        }}
      />
    </div>
  );
}

function Field({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="flex flex-col gap-2">
      <p className="text-13">{title}</p>
      {children}
    </div>
  );
}

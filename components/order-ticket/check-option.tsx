'use client';

import { type ReactNode, useId } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import type { OptionView } from '#lib/order-ticket/ticket-view.ts';

export type CheckOptionProps = {
  readonly option: OptionView;
  readonly children: ReactNode;
  readonly onChecked: (checked: boolean) => void;
};

/** Something that may be switched on; where it may not be, it says why on hover and to readers. */
export function CheckOption({ option, children, onChecked }: CheckOptionProps) {
  const id = useId();
  return (
    <label
      title={option.reason ?? undefined}
      className={classNames(
        'inline-flex h-7 items-center gap-1.5 text-12 whitespace-nowrap pointer-coarse:h-11',
        option.disabled ? 'cursor-not-allowed text-faint' : 'cursor-pointer text-secondary',
      )}
    >
      <input
        type="checkbox"
        checked={option.checked}
        disabled={option.disabled}
        aria-describedby={option.reason === null ? undefined : id}
        className="size-3.5 accent-accent disabled:opacity-50 pointer-coarse:size-5"
        onChange={(event) => onChecked(event.target.checked)}
      />
      {children}
      {option.reason === null ? null : (
        <span id={id} hidden>
          {option.reason}
        </span>
      )}
    </label>
  );
}

'use client';

import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

export type SegmentedOption<Value extends string> = {
  readonly value: Value;
  readonly label: ReactNode;
  /** Spoken in place of the label where the label is not words. */
  readonly spoken?: string;
};

export type SegmentedProps<Value extends string> = {
  /** Accessible name of the group. */
  readonly label: string;
  readonly options: readonly SegmentedOption<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  /** Without a ground of its own, for use in a toolbar. */
  readonly quiet?: boolean;
  readonly className?: string;
};

/** A choice of one among a few, all in sight: radio buttons that look like segments. */
export function Segmented<Value extends string>({
  label,
  options,
  value,
  onChange,
  quiet = false,
  className,
}: SegmentedProps<Value>) {
  const name = useId();
  return (
    <fieldset
      className={classNames('flex rounded-control', !quiet && 'gap-0.5 bg-raised p-0.5', className)}
    >
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={classNames(
            'relative flex flex-1 cursor-pointer items-center justify-center rounded-[4px] font-medium text-12 text-secondary transition-colors hover:text-text has-checked:bg-hover has-checked:text-text has-focus-visible:outline-2 has-focus-visible:outline-accent',
            quiet
              ? 'h-7 px-2 pointer-coarse:h-11 pointer-coarse:px-2.5'
              : 'h-8 px-2.5 pointer-coarse:h-10',
          )}
        >
          <input
            type="radio"
            name={name}
            className="absolute inset-0 m-0 cursor-pointer appearance-none opacity-0"
            aria-label={option.spoken}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}

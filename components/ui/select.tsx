import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';

export type SelectOption = { readonly value: string; readonly label: string };

export type SelectProps = Omit<ComponentProps<'select'>, 'size' | 'children'> & {
  /** Accessible name, unless a label is tied to it by id. */
  readonly 'aria-label'?: string;
  readonly options: readonly SelectOption[];
  /** 28 pixels and without a ground, for toolbars; 36 otherwise. On touch screens 44. */
  readonly quiet?: boolean;
};

/** A choice of one among many, on the native element: every platform knows how to open it. */
export function Select({ options, quiet = false, className, ...props }: SelectProps) {
  return (
    <span className={classNames('relative inline-flex min-w-0 items-center', className)}>
      <select
        {...props}
        className={classNames(
          'w-full appearance-none rounded-control pr-6 text-12 transition-colors pointer-coarse:h-11',
          quiet
            ? 'h-7 bg-transparent pl-2 text-secondary [text-align-last:right] hover:bg-raised hover:text-text'
            : 'h-9 border border-edge bg-raised pl-2.5 text-13 focus-visible:border-accent',
        )}
      >
        {options.map(({ value, label }) => (
          <option key={value} value={value} className="bg-panel text-text">
            {label}
          </option>
        ))}
      </select>
      <Icon
        name="chevron-down"
        size={12}
        className="pointer-events-none absolute right-2 text-secondary"
      />
    </span>
  );
}

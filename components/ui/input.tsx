import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type InputProps = ComponentProps<'input'> & {
  /** What stands before the text: an icon. */
  readonly leading?: ReactNode;
  /** What stands after it: a unit, a button. */
  readonly trailing?: ReactNode;
  readonly invalid?: boolean;
};

/** A one-line field, 36 pixels high. Its label and its error are the caller's, tied by id. */
export function Input({ leading, trailing, invalid = false, className, ...props }: InputProps) {
  return (
    <span
      className={classNames(
        'flex h-9 items-center gap-2 pointer-coarse:h-11 rounded-control border bg-raised px-2.5 text-13 transition-colors focus-within:border-accent has-focus-visible:outline-2 has-focus-visible:outline-accent',
        invalid ? 'border-down' : 'border-edge',
        className,
      )}
    >
      {leading}
      <input
        autoComplete="off"
        spellCheck={false}
        aria-invalid={invalid || undefined}
        {...props}
        className="h-full min-w-0 flex-1 bg-transparent outline-none"
      />
      {trailing}
    </span>
  );
}

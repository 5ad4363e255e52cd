import type { ReactNode } from 'react';

export type FieldFrameProps = {
  /** Of the input; its problem has this id and `-problem`. */
  readonly id: string;
  readonly label: ReactNode;
  /** Right of the label. */
  readonly aside?: ReactNode;
  readonly problem: string | null;
  readonly children: ReactNode;
};

/**
 * A field with its label over it and what is wrong with it under it. In a `FieldRow` with another one
 * what is wrong has the whole width.
 */
export function FieldFrame({ id, label, aside, problem, children }: FieldFrameProps) {
  return (
    <div className="in-data-field-row:contents">
      <div className="row-start-1 mb-1 flex h-5 min-w-0 items-center justify-between gap-2 text-12 text-secondary pointer-coarse:h-8">
        <label htmlFor={id} className="shrink-0">
          {label}
        </label>
        {aside}
      </div>
      <div className="row-start-2 min-w-0">{children}</div>
      <p
        id={`${id}-problem`}
        aria-live="polite"
        className={problem === null ? 'sr-only' : 'col-span-full mt-1 text-12 text-down'}
      >
        {problem}
      </p>
    </div>
  );
}

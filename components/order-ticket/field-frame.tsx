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

/** A field with its label over it and what is wrong with it under it. */
export function FieldFrame({ id, label, aside, problem, children }: FieldFrameProps) {
  return (
    <div>
      <div className="mb-1 flex h-5 items-center justify-between gap-2 text-12 text-secondary pointer-coarse:h-8">
        <label htmlFor={id} className="shrink-0">
          {label}
        </label>
        {aside}
      </div>
      {children}
      <p
        id={`${id}-problem`}
        aria-live="polite"
        className={problem === null ? 'sr-only' : 'mt-1 text-12 text-down'}
      >
        {problem}
      </p>
    </div>
  );
}

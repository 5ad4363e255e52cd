import type { ReactNode } from 'react';

export type FieldRowProps = {
  /** Two fields stand beside each other, so that the row is as high as with one. */
  readonly isPair: boolean;
  readonly children: ReactNode;
};

/** A row of one field or of two. */
export function FieldRow({ isPair, children }: FieldRowProps) {
  return (
    <div data-field-row="" className={isPair ? 'grid grid-cols-2 gap-x-2' : 'grid grid-cols-1'}>
      {children}
    </div>
  );
}

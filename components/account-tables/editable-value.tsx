'use client';

import { useState } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { DecimalNumber } from '#components/ui/decimal-number.tsx';
import { FieldEditor } from './field-editor.tsx';

export type EditableValueProps = {
  /** What it is, for those who do not see its column: `price of Buy 0.25 BTC`. */
  readonly label: string;
  readonly text: string;
  /** What the field begins with. */
  readonly editText: string;
  readonly tabIndex: number;
  /** Why it cannot be changed now; `null` = it can. */
  readonly obstacle: string | null;
  /** Takes what was typed: a sentence about what is wrong with it, or `null` once it is on its way. */
  readonly onSave: (text: string) => string | null;
};

/** A value that is changed where it stands: pressed it becomes a field; Enter saves, Escape leaves it. */
export function EditableValue(props: EditableValueProps) {
  const { label, text, editText, tabIndex, obstacle, onSave } = props;
  const [isOpen, setOpen] = useState(false);

  if (isOpen) {
    return <FieldEditor {...{ label, editText, onSave }} onClose={() => setOpen(false)} />;
  }
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      aria-label={`Change ${label}, ${text}`}
      aria-disabled={obstacle !== null}
      title={obstacle ?? 'Change'}
      className={classNames(
        'focus-inset -mx-1 h-6 rounded-[4px] px-1 pointer-coarse:h-11',
        obstacle === null
          ? 'underline decoration-edge decoration-dotted underline-offset-4 hover:bg-hover'
          : 'cursor-not-allowed',
      )}
      onClick={() => {
        if (obstacle === null) setOpen(true);
      }}
    >
      <DecimalNumber text={text} />
    </button>
  );
}

'use client';

import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { placeBelow } from '#components/ui/place-below.ts';

export type FieldEditorProps = {
  readonly label: string;
  readonly editText: string;
  readonly onSave: (text: string) => string | null;
  /** Called when nothing is edited any more. */
  readonly onClose: () => void;
};

/** The field that a value becomes while it is changed. What is wrong with it stands right below. */
export function FieldEditor({ label, editText, onSave, onClose }: FieldEditorProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(editText);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => input.current?.select(), []);

  const close = () => {
    const cell = input.current?.closest('td');
    onClose();
    // The value's button takes the field's place, and the focus.
    requestAnimationFrame(() => cell?.querySelector('button')?.focus());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Arrow keys move inside the field, not through the table; letters are no shortcuts here.
    event.stopPropagation();
    if (event.key === 'Escape') close();
    if (event.key !== 'Enter') return;
    event.preventDefault();
    const wrong = onSave(text);
    setProblem(wrong);
    if (wrong === null) close();
  };

  return (
    <>
      <input
        ref={input}
        aria-label={`New ${label}`}
        aria-describedby={`${id}-problem`}
        aria-invalid={problem !== null || undefined}
        autoComplete="off"
        spellCheck={false}
        inputMode="decimal"
        value={text}
        className={classNames(
          'numeric focus-inset -my-px h-6.5 w-full rounded-[4px] border bg-raised px-1 text-right text-12 pointer-coarse:h-10',
          problem === null ? 'border-accent' : 'border-down focus-visible:outline-down',
        )}
        onChange={(event) => {
          setText(event.target.value);
          setProblem(null);
        }}
        onBlur={onClose}
        onKeyDown={onKeyDown}
      />
      <FieldProblem id={`${id}-problem`} anchor={input} text={problem} />
    </>
  );
}

/** Above everything, so that the table's edge does not cut it off. */
function FieldProblem({
  id,
  anchor,
  text,
}: {
  readonly id: string;
  readonly anchor: { readonly current: HTMLElement | null };
  readonly text: string | null;
}) {
  const panel = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const element = panel.current;
    if (element === null || text === null) return;
    element.showPopover();
    placeBelow(element, { anchor: anchor.current, align: 'end' });
    return () => element.hidePopover();
  }, [anchor, text]);

  return (
    <p
      ref={panel}
      id={id}
      popover="manual"
      role="alert"
      className="overlay-surface fixed inset-auto m-0 max-w-72 px-2.5 py-1.5 text-left text-12 text-down whitespace-normal"
    >
      {text}
    </p>
  );
}

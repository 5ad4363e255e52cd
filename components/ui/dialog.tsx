'use client';

import { type MouseEvent, type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { classNames } from './class-names.ts';
import { IconButton } from './icon-button.tsx';

export type DialogProps = {
  readonly open: boolean;
  /** Called when the person closes it: Escape, the cross, a click outside. */
  readonly onClose: () => void;
  readonly title: string;
  /** Keep the title for screen readers only, when the content is its own heading. */
  readonly hideTitle?: boolean;
  /** `center` (default), or `top` for a palette. Phones get a sheet from the bottom, except `top`. */
  readonly placement?: 'center' | 'top';
  /** Width on screens that are wider than it. Default 420 pixels. */
  readonly widthClass?: string;
  /** Nothing in it takes the focus: the content itself does, so that arrow keys scroll it. */
  readonly isText?: boolean;
  readonly children: ReactNode;
};

const PLACEMENTS = {
  center: 'max-sm:mt-auto max-sm:mb-0 max-sm:max-w-none max-sm:rounded-b-none sm:m-auto',
  top: 'mx-auto mt-2 sm:mt-[12vh]',
} as const;

/**
 * A modal dialog on the native element: it traps focus, makes the page behind inert, closes with
 * Escape and returns focus to where it was. Its children exist only while it is open.
 */
export function Dialog({ open, ...props }: DialogProps) {
  return open ? <OpenDialog {...props} /> : null;
}

function OpenDialog({
  onClose,
  title,
  hideTitle = false,
  placement = 'center',
  widthClass = 'sm:w-105',
  isText = false,
  children,
}: Omit<DialogProps, 'open'>) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  // Closing before the element leaves the document is what gives focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      className={classNames(
        'overlay-surface fixed max-h-[min(720px,calc(100dvh-16px))] w-full max-w-[calc(100vw-16px)] animate-rise flex-col overflow-hidden p-0 backdrop:bg-backdrop open:flex',
        PLACEMENTS[placement],
        widthClass,
      )}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClose={(event) => {
        if (!event.currentTarget.open) onClose();
      }}
      onPointerDown={(event) => {
        if (isBackdrop(event)) onClose();
      }}
    >
      <div
        className={classNames(
          'flex h-12 shrink-0 items-center justify-between gap-2 border-line border-b pr-1.5 pl-4',
          hideTitle && 'sr-only',
        )}
      >
        <h2 id={titleId} className="truncate font-semibold text-15">
          {title}
        </h2>
        {hideTitle ? null : (
          <IconButton icon="close" label="Close" className="focus-inset" onClick={onClose} />
        )}
      </div>
      <div
        tabIndex={isText ? 0 : undefined}
        className="focus-inset flex min-h-0 flex-1 flex-col overflow-y-auto overscroll-contain"
      >
        {children}
      </div>
    </dialog>
  );
}

/** The backdrop is part of the dialog element, outside its box. */
function isBackdrop(event: MouseEvent<HTMLDialogElement>): boolean {
  if (event.target !== event.currentTarget) return false;
  const box = event.currentTarget.getBoundingClientRect();
  return (
    event.clientX < box.left ||
    event.clientX > box.right ||
    event.clientY < box.top ||
    event.clientY > box.bottom
  );
}

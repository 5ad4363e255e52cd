'use client';

import { type ReactNode, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { classNames } from './class-names.ts';
import { placeBelow } from './place-below.ts';

export type PopoverTrigger = {
  readonly popoverTarget: string;
  readonly 'aria-haspopup': 'dialog';
  readonly 'aria-expanded': boolean;
};

export type PopoverProps = {
  /** Accessible name of the panel. */
  readonly label: string;
  /** Renders the button that opens it; spread the given attributes on a `<button>`. */
  readonly trigger: (attributes: PopoverTrigger) => ReactNode;
  /** Which edge of the button the panel keeps to. Default `end`. */
  readonly align?: 'start' | 'end';
  readonly className?: string;
  /** The panel; it exists only while open. `close` closes it and gives focus back to the button. */
  readonly children: (close: () => void) => ReactNode;
};

/**
 * A panel that opens under a button, on the native popover: it lies above everything, closes with
 * Escape or a press outside, and gives focus back.
 */
export function Popover({ label, trigger, align = 'end', className, children }: PopoverProps) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  return (
    <>
      {trigger({ popoverTarget: id, 'aria-haspopup': 'dialog', 'aria-expanded': open })}
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className={classNames(
          'overlay-surface fixed inset-auto m-0 max-h-[calc(100dvh-16px)] max-w-[calc(100vw-16px)] animate-rise overflow-y-auto p-0',
          className,
        )}
        onBeforeToggle={(event) => {
          if (event.newState !== 'open') return;
          const element = event.currentTarget;
          // The content is there when the panel shows, and the panel is in place when it is painted.
          flushSync(() => setOpen(true));
          requestAnimationFrame(() => placeBelow(element, { anchor: triggerOf(id), align }));
        }}
        onToggle={(event) => setOpen(event.newState === 'open')}
      >
        {open ? children(() => panel.current?.hidePopover()) : null}
      </div>
    </>
  );
}

function triggerOf(id: string): Element | null {
  return document.querySelector(`[popovertarget="${CSS.escape(id)}"]`);
}

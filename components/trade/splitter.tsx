'use client';

import type { KeyboardEvent, PointerEvent } from 'react';
import { classNames } from '#components/ui/class-names.ts';

export type SplitterProps = {
  /** Accessible name: which size it changes. */
  readonly label: string;
  /** `right`: the edge on the right side, moved sideways; `top`: the upper edge, moved up and down. */
  readonly edge: 'right' | 'top';
  /** Pixels. */
  readonly size: number;
  readonly min: number;
  readonly max: number;
  readonly onSize: (size: number) => void;
  readonly className?: string;
};

const STEP_PX = 16;
const LARGE_STEP_PX = 64;

/** The edge of a panel, which can be moved by pointer or with the arrow keys. */
export function Splitter({ label, edge, size, min, max, onSize, className }: SplitterProps) {
  const set = (wanted: number) => onSize(Math.round(Math.min(max, Math.max(min, wanted))));

  // The panel that is sized lies beyond the edge: moving towards its far side makes it smaller.
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const moved = edge === 'right' ? event.movementX : event.movementY;
    set(size - moved);
  };
  const press = (event: KeyboardEvent) => {
    const step = event.shiftKey ? LARGE_STEP_PX : STEP_PX;
    const larger = edge === 'right' ? 'ArrowLeft' : 'ArrowUp';
    const smaller = edge === 'right' ? 'ArrowRight' : 'ArrowDown';
    if (event.key === larger) set(size + step);
    else if (event.key === smaller) set(size - step);
    else if (event.key === 'Home') set(min);
    else if (event.key === 'End') set(max);
    else return;
    event.preventDefault();
  };

  return (
    <hr
      tabIndex={0}
      aria-label={label}
      aria-orientation={edge === 'right' ? 'vertical' : 'horizontal'}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      className={classNames(
        'absolute z-10 m-0 touch-none border-0 bg-transparent transition-colors hover:bg-accent/40 focus-visible:bg-accent',
        edge === 'right'
          ? 'top-0 -right-1 h-full w-2 cursor-col-resize'
          : '-top-1 left-0 h-2 w-full cursor-row-resize',
        className,
      )}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={press}
    />
  );
}

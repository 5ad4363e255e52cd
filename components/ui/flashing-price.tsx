'use client';

import { useEffect, useRef } from 'react';
import { DecimalNumber } from './decimal-number.tsx';

export type FlashingPriceProps = {
  readonly text: string;
  /** What is compared to tell up from down. */
  readonly ticks: number | null;
  readonly className?: string;
};

const FADE_MS = 300;
const OPACITY = 0.32;

/**
 * A price behind which a colour fades for a moment when it changes. Nothing moves; only the opacity
 * of a layer of its own changes, which costs the page no layout and no paint.
 */
export function FlashingPrice({ text, ticks, className }: FlashingPriceProps) {
  const layer = useRef<HTMLSpanElement>(null);
  const previous = useRef(ticks);

  useEffect(() => {
    const before = previous.current;
    previous.current = ticks;
    if (before === null || ticks === null || before === ticks) return;
    flash(layer.current, ticks > before ? 'var(--color-up)' : 'var(--color-down)');
  }, [ticks]);

  return (
    <span className="relative isolate inline-block">
      <span
        ref={layer}
        aria-hidden="true"
        className="absolute -inset-x-1 inset-y-0 -z-10 rounded-[3px] opacity-0"
      />
      <DecimalNumber text={text} {...(className === undefined ? {} : { className })} />
    </span>
  );
}

function flash(layer: HTMLElement | null, color: string): void {
  if (layer === null || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  layer.style.backgroundColor = color;
  layer.animate([{ opacity: OPACITY }, { opacity: 0 }], FADE_MS);
}

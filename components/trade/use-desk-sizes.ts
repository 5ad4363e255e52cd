import { type RefObject, useEffect, useRef, useState } from 'react';
import { DEFAULT_SIZES, type DeskSizes, readSizes, SIZE_BOUNDS, writeSizes } from './desk-sizes.ts';
import type { SplitterProps } from './splitter.tsx';

export type DeskSizing = {
  /** The element that its width is given to, as `--desk-side`; the page has `--desk-account`. */
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly side: Omit<SplitterProps, 'className'>;
  readonly account: Omit<SplitterProps, 'className'>;
};

/** Sizes of the desk's panels: as they were left in this browser, and as they are dragged. */
export function useDeskSizes(): DeskSizing {
  const frame = useRef<HTMLDivElement>(null);
  const [sizes, setSizes] = useState(DEFAULT_SIZES);

  useEffect(() => setSizes(readSizes(localStorage)), []);
  useEffect(() => {
    frame.current?.style.setProperty('--desk-side', `${sizes.side}px`);
    // What is told over the page keeps clear of the account, so the page knows how high that is.
    const root = document.documentElement.style;
    root.setProperty('--desk-account', `${sizes.account}px`);
    return () => {
      root.removeProperty('--desk-account');
    };
  }, [sizes]);

  const sized = (name: keyof DeskSizes) => (size: number) =>
    setSizes((before) => {
      const after = { ...before, [name]: size };
      writeSizes(localStorage, after);
      return after;
    });
  const side = { label: 'Width of the order book', edge: 'right', onSize: sized('side') } as const;
  const account = { label: 'Height of the orders', edge: 'top', onSize: sized('account') } as const;
  return {
    frame,
    side: { ...side, ...SIZE_BOUNDS.side, size: sizes.side },
    account: { ...account, ...SIZE_BOUNDS.account, size: sizes.account },
  };
}

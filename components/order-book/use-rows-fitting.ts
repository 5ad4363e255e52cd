import { type RefObject, useLayoutEffect, useState } from 'react';

const FIRST = 12;

/** What stands in the element besides the rows, and how high a row is for mouse and finger: pixels. */
export type RowGeometry = {
  readonly besidesPx: number;
  readonly rowPx: number;
  readonly coarseRowPx: number;
};

/** How many rows a side fit into an element of two sides, at least one; follows its height. */
export function useRowsFitting(
  element: RefObject<HTMLElement | null>,
  { besidesPx, rowPx, coarseRowPx }: RowGeometry,
): number {
  const [rows, setRows] = useState(FIRST);

  useLayoutEffect(() => {
    const target = element.current;
    if (target === null) return;
    const measure = () => {
      const height = matchMedia('(pointer: coarse)').matches ? coarseRowPx : rowPx;
      setRows(Math.max(1, Math.floor((target.clientHeight - besidesPx) / (2 * height))));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    measure();
    return () => observer.disconnect();
  }, [element, besidesPx, rowPx, coarseRowPx]);

  return rows;
}

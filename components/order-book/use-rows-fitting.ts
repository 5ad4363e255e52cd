import { type RefObject, useLayoutEffect, useState } from 'react';

/** What stands in the element besides the rows, and how high a row is for mouse and finger: pixels. */
export type RowGeometry = {
  readonly besidesPx: number;
  readonly rowPx: number;
  readonly coarseRowPx: number;
};

/** How many whole rows have room, and how high one is, pixels. */
export type FittingRows = { readonly count: number; readonly rowPx: number };

const FIRST_COUNT = 24;

/** How many rows fit into an element; follows its height. */
export function useRowsFitting(
  element: RefObject<HTMLElement | null>,
  { besidesPx, rowPx, coarseRowPx }: RowGeometry,
): FittingRows {
  const [rows, setRows] = useState<FittingRows>({ count: FIRST_COUNT, rowPx });

  useLayoutEffect(() => {
    const target = element.current;
    if (target === null) return;
    const measure = () => {
      const height = matchMedia('(pointer: coarse)').matches ? coarseRowPx : rowPx;
      const count = Math.max(0, Math.floor((target.clientHeight - besidesPx) / height));
      setRows((before) =>
        before.count === count && before.rowPx === height ? before : { count, rowPx: height },
      );
    };
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    measure();
    return () => observer.disconnect();
  }, [element, besidesPx, rowPx, coarseRowPx]);

  return rows;
}

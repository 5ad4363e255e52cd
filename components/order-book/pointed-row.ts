import type { OrderSide } from '#lib/domain/order.ts';

/** A row of the book. */
export type RowPlace = {
  readonly side: OrderSide;
  /** Place from the best price of its side, from 0. */
  readonly place: number;
};

/** The row that the pointer or the focus is on, and where its middle is, pixels from the top. */
export type PointedRow = RowPlace & { readonly top: number };

/** Which row an event came from; `null` = none that holds a level. */
export function placeOf(target: EventTarget): RowPlace | null {
  const row = rowOf(target);
  if (row === null) return null;
  const { side, place } = row.dataset;
  return { side: side === 'buy' ? 'buy' : 'sell', place: Number(place) };
}

/** The same with its place on the screen. */
export function pointedRow(target: EventTarget): PointedRow | null {
  const row = rowOf(target);
  const at = placeOf(target);
  return row === null || at === null ? null : { ...at, top: row.offsetTop + row.offsetHeight / 2 };
}

function rowOf(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('tr[data-place]') : null;
}

import type { Market } from '#lib/domain/market.ts';
import type { Ticks } from '#lib/domain/quanta.ts';
import { type MovedOrder, type OrderLine, ticksAt } from './chart-marks.ts';
import type { OrderLineLayer } from './order-line-layer.ts';

export type DragOptions = {
  /** The element that the chart is drawn in. */
  readonly container: HTMLElement;
  readonly market: Market;
  readonly layer: Pick<OrderLineLayer, 'lineAt' | 'drag' | 'drop'>;
  /** The price at a height of the canvas; `null` outside the axis. */
  readonly priceAt: (y: number) => number | null;
  /** The width of the canvas that has the candles: on the axis itself nothing is dragged. */
  readonly plotWidth: () => number;
  /** Whether the chart itself may be moved by the pointer. */
  readonly setMovable: (movable: boolean) => void;
  readonly onMove: (moved: MovedOrder) => void;
};

type Held = { readonly line: OrderLine; readonly pointerId: number; ticks: Ticks };

/**
 * Lets order lines be dragged with a mouse or a pen; a finger moves the chart. Escape lets go of a
 * line where it was.
 *
 * @returns the way to end it
 */
export function dragOrderLines(options: DragOptions): () => void {
  const { container, market, layer, priceAt, plotWidth, setMovable, onMove } = options;
  const ending = new AbortController();
  let held: Held | null = null;

  const place = (event: PointerEvent) => {
    const box = container.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const lineUnder = (event: PointerEvent) => {
    const { x, y } = place(event);
    return event.pointerType === 'touch' || x > plotWidth() ? null : layer.lineAt(y);
  };
  const letGo = () => {
    held = null;
    layer.drop();
    setMovable(true);
    container.style.cursor = '';
  };
  const down = (event: PointerEvent) => {
    const line = event.button === 0 ? lineUnder(event) : null;
    if (line === null) return;
    held = { line, pointerId: event.pointerId, ticks: line.ticks };
    setMovable(false);
    container.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    if (held === null) {
      container.style.cursor = lineUnder(event) === null ? '' : 'ns-resize';
      return;
    }
    const price = priceAt(place(event).y);
    if (price === null) return;
    held.ticks = ticksAt(price, market);
    layer.drag(held.line.orderId, held.ticks);
  };
  const up = (event: PointerEvent) => {
    if (held === null || event.pointerId !== held.pointerId) return;
    const { line, ticks } = held;
    letGo();
    if (ticks === line.ticks || event.type === 'pointercancel') return;
    onMove({ orderId: line.orderId, ticks });
  };
  const release = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || held === null) return;
    event.preventDefault();
    letGo();
  };

  const { signal } = ending;
  // Before the chart itself sees the pointer.
  container.addEventListener('pointerdown', down, { capture: true, signal });
  container.addEventListener('pointermove', move, { signal });
  container.addEventListener('pointerup', up, { signal });
  container.addEventListener('pointercancel', up, { signal });
  addEventListener('keydown', release, { capture: true, signal });
  return () => ending.abort();
}

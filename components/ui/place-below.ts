const GAP_PX = 6;
const MARGIN_PX = 8;

export type Placement = {
  readonly anchor: Element | null;
  /** Which edges are kept in line. */
  readonly align: 'start' | 'end';
};

/**
 * Puts a fixed panel under its anchor, aligned with the anchor's edge, above it when there is no
 * room below, and always inside the window.
 */
export function placeBelow(panel: HTMLElement, { anchor, align }: Placement): void {
  if (anchor === null) return;
  const at = anchor.getBoundingClientRect();
  const width = panel.offsetWidth;
  const height = panel.offsetHeight;
  const wanted = align === 'start' ? at.left : at.right - width;
  const left = Math.max(MARGIN_PX, Math.min(wanted, window.innerWidth - width - MARGIN_PX));
  const below = at.bottom + GAP_PX;
  const fits = below + height + MARGIN_PX <= window.innerHeight;
  const top = fits ? below : Math.max(MARGIN_PX, at.top - GAP_PX - height);
  panel.style.left = `${left}px`;
  panel.style.top = `${top}px`;
}

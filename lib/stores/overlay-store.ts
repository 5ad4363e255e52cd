import { createStore } from 'zustand/vanilla';

/** Overlays that any part of the page can open. One is open at a time. */
export type Overlay = 'command-palette' | 'shortcuts';

/** Which overlay is open. */
export const overlayStore = createStore<{ readonly open: Overlay | null }>(() => ({ open: null }));

/** Opens an overlay in place of any other. */
export function openOverlay(overlay: Overlay): void {
  overlayStore.setState({ open: overlay });
}

/** Closes whatever is open. */
export function closeOverlay(): void {
  overlayStore.setState({ open: null });
}

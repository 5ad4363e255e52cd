'use client';

import dynamic from 'next/dynamic';
import { useStore } from 'zustand';
import { closeOverlay, overlayStore } from '#lib/stores/overlay-store.ts';
import { LoadFailed } from './load-failed.tsx';
import { useShortcuts } from './use-shortcuts.ts';

const CommandPalette = dynamic(() =>
  import('#components/command-palette/command-palette.tsx').then(
    (module) => module.CommandPalette,
    () => LoadFailed,
  ),
);
const ShortcutsDialog = dynamic(() =>
  import('./shortcuts-dialog.tsx').then(
    (module) => module.ShortcutsDialog,
    () => LoadFailed,
  ),
);

/** Listens for the keys of every page, and shows what they open; loaded when first opened. */
export function Overlays() {
  useShortcuts();
  const open = useStore(overlayStore, (state) => state.open);
  if (open === 'command-palette') return <CommandPalette onClose={closeOverlay} />;
  if (open === 'shortcuts') return <ShortcutsDialog onClose={closeOverlay} />;
  return null;
}

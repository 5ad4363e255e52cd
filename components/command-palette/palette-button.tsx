'use client';

import { Icon } from '#components/ui/icon.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { openOverlay } from '#lib/stores/overlay-store.ts';

/** Opens the command palette: a field in the header, an icon where there is no room. */
export function PaletteButton({ appleKeys }: { readonly appleKeys: boolean }) {
  const open = () => openOverlay('command-palette');
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        className="hidden h-8 w-56 items-center gap-2 rounded-control border border-line bg-panel px-2.5 text-13 text-secondary transition-colors hover:bg-raised lg:flex xl:w-80"
        onClick={open}
      >
        <Icon name="search" size={14} />
        <span className="flex-1 text-left">Search or jump to</span>
        <Kbd>{appleKeys ? '⌘K' : 'Ctrl K'}</Kbd>
      </button>
      <IconButton
        icon="search"
        label="Search or jump to"
        aria-haspopup="dialog"
        className="lg:hidden"
        onClick={open}
      />
    </>
  );
}

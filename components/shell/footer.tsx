import { BlockNumber } from './block-number.tsx';
import { ConnectionStatus } from './connection-status.tsx';
import { SimulatedChip } from './simulated-chip.tsx';

/** The status line, 28 pixels: it stays in sight from tablets up and ends the page on phones. */
export function Footer({ version }: { readonly version: string }) {
  return (
    <footer className="z-20 flex h-7 items-center gap-4 border-line border-t bg-panel px-3 text-11 text-secondary md:sticky md:bottom-0">
      <ConnectionStatus />
      <BlockNumber />
      <SimulatedChip />
      <span className="numeric ml-auto whitespace-nowrap">v{version}</span>
    </footer>
  );
}

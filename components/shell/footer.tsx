import Link from 'next/link';
import { BlockNumber } from './block-number.tsx';
import { ConnectionStatus } from './connection-status.tsx';
import { servicePages } from './pages.ts';
import { SimulatedChip } from './simulated-chip.tsx';

/** The status line, 28 pixels: it stays in sight from tablets up and ends the page on phones. */
export function Footer({ version }: { readonly version: string }) {
  return (
    <footer className="z-20 flex min-h-7 flex-wrap items-center gap-x-4 border-line border-t bg-panel px-3 text-11 text-secondary md:sticky md:bottom-0">
      <ConnectionStatus />
      <BlockNumber />
      <SimulatedChip />
      <nav
        aria-label="About the exchange"
        className="flex gap-3 max-md:order-last max-md:basis-full md:ml-auto"
      >
        {servicePages.map(({ href, label }) => (
          <Link
            key={href}
            href={href}
            prefetch={false}
            className="focus-inset inline-flex h-7 items-center whitespace-nowrap hover:text-text pointer-coarse:h-11"
          >
            {label}
          </Link>
        ))}
      </nav>
      <span className="numeric max-md:ml-auto whitespace-nowrap">v{version}</span>
    </footer>
  );
}

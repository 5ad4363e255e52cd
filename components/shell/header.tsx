import Link from 'next/link';
import { PaletteButton } from '#components/command-palette/palette-button.tsx';
import { WalletButton } from '#components/wallet/wallet-button.tsx';
import type { NetworkConfig } from '#lib/env/network-config.ts';
import { Mark } from './mark.tsx';
import { NavLink } from './nav-link.tsx';
import { NetworkChip } from './network-chip.tsx';
import { pages } from './pages.ts';
import { SettingsMenu } from './settings-menu.tsx';
import { ThemeToggle } from './theme-toggle.tsx';

export type HeaderProps = {
  readonly config: NetworkConfig;
  /** Whether the visitor's keyboard has ⌘. */
  readonly appleKeys: boolean;
};

/** Mark, pages, search, network, look and wallet, in 48 pixels. */
export function Header({ config, appleKeys }: HeaderProps) {
  return (
    <header className="sticky top-0 z-20 grid h-12 grid-cols-[1fr_auto] items-center gap-2 border-line border-b bg-background px-2 md:px-3 lg:grid-cols-[1fr_auto_1fr]">
      <div className="flex min-w-0 items-center gap-3">
        <Link
          href="/"
          className="flex h-9 items-center gap-2 rounded-control px-1 font-semibold text-15 whitespace-nowrap"
        >
          <Mark />
          <span>
            Lux<span className="max-sm:sr-only"> Exchange</span>
          </span>
        </Link>
        <nav aria-label="Main" className="hidden md:flex">
          {pages.map((page) => (
            <NavLink key={page.href} page={page} place="header" />
          ))}
        </nav>
      </div>
      <div className="hidden lg:block">
        <PaletteButton appleKeys={appleKeys} />
      </div>
      <div className="flex items-center justify-end gap-1">
        <div className="lg:hidden">
          <PaletteButton appleKeys={appleKeys} />
        </div>
        <span className="mr-1 hidden sm:block">
          <NetworkChip config={config} />
        </span>
        <span className="max-sm:hidden">
          <ThemeToggle />
        </span>
        <SettingsMenu />
        <span className="ml-1">
          <WalletButton />
        </span>
      </div>
    </header>
  );
}

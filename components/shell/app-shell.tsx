import type { ReactNode } from 'react';
import { PendingSwaps } from '#components/swap/pending-swaps.tsx';
import { ToastRegion } from '#components/toasts/toast-region.tsx';
import type { NetworkConfig } from '#lib/env/network-config.ts';
import type { WebConfig } from '#lib/env/web-config.ts';
import { BottomBar } from './bottom-bar.tsx';
import { ConfigProvider } from './config-provider.tsx';
import { ConnectionBar } from './connection-bar.tsx';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { MarketDataProvider } from './market-data-provider.tsx';
import { Overlays } from './overlays.tsx';
import { SkipLink } from './skip-link.tsx';

export type AppShellProps = {
  readonly network: NetworkConfig;
  readonly web: WebConfig | null;
  readonly appleKeys: boolean;
  readonly children: ReactNode;
};

/** What surrounds every page: header, status line, navigation, toasts. */
export function AppShell({ network, web, appleKeys, children }: AppShellProps) {
  return (
    <ConfigProvider network={network} web={web}>
      <MarketDataProvider>
        <SkipLink />
        <Header config={network} appleKeys={appleKeys} />
        <ConnectionBar />
        <main id="main" tabIndex={-1} className="flex min-w-0 flex-1 flex-col">
          {children}
        </main>
        <Footer version={network.version} />
        <BottomBar />
        <ToastRegion />
        <PendingSwaps />
        <Overlays />
      </MarketDataProvider>
    </ConfigProvider>
  );
}

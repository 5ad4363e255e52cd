import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { swapHref } from '#components/markets/swap-href.ts';
import { useWebConfig } from '#components/shell/config-provider.tsx';
import { pages, servicePages } from '#components/shell/pages.ts';
import { currentPreferences, otherTheme, setPreferences } from '#components/shell/preferences.ts';
import { markets } from '#lib/domain/market.ts';
import type { WebConfig } from '#lib/env/web-config.ts';
import { shortenAddress } from '#lib/format/shorten-address.ts';
import { openOverlay } from '#lib/stores/overlay-store.ts';
import { showToast } from '#lib/stores/toast-store.ts';
import { walletStore } from '#lib/wallet/wallet-store.ts';
import { addressCommands } from './address-commands.ts';
import type { Command } from './command.ts';
import { findCommands } from './find-commands.ts';
import { walletCommands } from './wallet-commands.ts';

/** The commands that a query finds. */
export function useCommands(query: string): readonly Command[] {
  const router = useRouter();
  const config = useWebConfig();
  const connection = useStore(walletStore, (state) => state.connection);

  return useMemo(() => {
    const go = (href: string) => router.push(href);
    const address = addressCommands(query, { config, actions: { go, copy: copyText, openTab } });
    if (address.length > 0) return address;
    return findCommands(
      [
        ...pageCommands(go),
        ...marketCommands(go),
        ...tokenCommands(config, go),
        ...walletCommands(connection, copyText),
        ...lookCommands(),
      ],
      query,
    );
  }, [router, config, connection, query]);
}

type Go = (href: string) => void;

function pageCommands(go: Go): readonly Command[] {
  const main = pages.map(
    ({ href, label, icon, key }): Command => ({
      id: `page-${href}`,
      group: 'Pages',
      label,
      detail: `G ${key.toUpperCase()}`,
      icon,
      run: () => go(href),
    }),
  );
  const others = servicePages.map(
    ({ href, title, icon, keywords }): Command => ({
      id: `page-${href}`,
      group: 'Pages',
      label: title,
      icon,
      keywords,
      run: () => go(href),
    }),
  );
  return [...main, ...others];
}

function marketCommands(go: Go): readonly Command[] {
  return markets.flatMap((market): readonly Command[] => {
    const name = `${market.base}/${market.quote}`;
    const keywords = `${market.symbol} ${market.baseToken} ${market.quoteToken}`;
    return [
      {
        id: `trade-${market.symbol}`,
        group: 'Markets',
        label: `Trade ${name}`,
        detail: 'Order book',
        icon: 'candles',
        keywords,
        run: () => go(`/trade/${market.symbol}`),
      },
      {
        id: `market-${market.symbol}`,
        group: 'Markets',
        label: `Swap ${name}`,
        detail: 'Swap',
        icon: 'swap',
        keywords,
        run: () => go(swapHref(market)),
      },
    ];
  });
}

function tokenCommands(config: WebConfig | null, go: Go): readonly Command[] {
  return (config?.tokens ?? []).map(({ symbol, name, address }) => ({
    id: `token-${address}`,
    group: 'Tokens',
    label: symbol,
    detail: `${name} · ${shortenAddress(address)}`,
    icon: 'swap',
    keywords: address,
    run: () => go(`/swap?${new URLSearchParams({ to: address })}`),
  }));
}

function lookCommands(): readonly Command[] {
  const theme = otherTheme();
  const priceColors =
    currentPreferences().priceColors === 'green-red' ? 'blue-orange' : 'green-red';
  return [
    {
      id: 'theme',
      group: 'Actions',
      label: `Use the ${theme} theme`,
      icon: theme === 'light' ? 'sun' : 'moon',
      keywords: 'colours appearance mode',
      run: () => void setPreferences({ theme }),
    },
    {
      id: 'price-colors',
      group: 'Actions',
      label: `Show prices in ${priceColors.replace('-', ' and ')}`,
      icon: 'settings',
      keywords: 'colour blind colors appearance',
      run: () => void setPreferences({ priceColors }),
    },
    {
      id: 'shortcuts',
      group: 'Actions',
      label: 'Show keyboard shortcuts',
      detail: '?',
      icon: 'keyboard',
      keywords: 'keys help',
      run: () => openOverlay('shortcuts'),
    },
  ];
}

function openTab(url: string): void {
  window.open(url, '_blank', 'noopener,noreferrer');
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast({ kind: 'success', title: 'Address copied', durationMs: 3_000 });
  } catch {
    showToast({ kind: 'error', title: 'The browser did not allow copying', detail: text });
  }
}

function copyText(text: string): void {
  void copy(text);
}

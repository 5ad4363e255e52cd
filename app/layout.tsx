import './globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { AppShell } from '#components/shell/app-shell.tsx';
import {
  PREFERENCE_COOKIES,
  type Preferences,
  parsePreferences,
} from '#components/shell/preferences.ts';
import { readNetworkConfig } from '#lib/env/read-network-config.ts';
import { readWebConfig } from '#lib/env/read-web-config.ts';
import { geistMono, geistSans } from './fonts.ts';

export const metadata: Metadata = {
  title: { default: 'Lux Exchange', template: '%s · Lux Exchange' },
  description:
    'A non-custodial exchange on the Lux C-Chain: swap tokens at the best route over Uniswap V2 and V3 pools, from your own wallet.',
  applicationName: 'Lux Exchange',
};

export async function generateViewport(): Promise<Viewport> {
  const { theme } = await requestPreferences();
  return {
    width: 'device-width',
    initialScale: 1,
    viewportFit: 'cover',
    colorScheme: theme,
    themeColor: theme === 'dark' ? '#0c0e12' : '#f5f6f8',
  };
}

/** The frame of every page, rendered for each request: the nonce and the network are the request's. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const { theme, priceColors } = await requestPreferences();
  const userAgent = (await headers()).get('user-agent') ?? '';
  return (
    <html
      lang="en"
      data-theme={theme}
      data-price-colors={priceColors}
      className={`${geistSans.variable} ${geistMono.variable}`}
    >
      <body className="flex min-h-dvh flex-col">
        <AppShell
          network={readNetworkConfig()}
          web={readWebConfig()}
          appleKeys={/Mac|iPhone|iPad/.test(userAgent)}
        >
          {children}
        </AppShell>
      </body>
    </html>
  );
}

async function requestPreferences(): Promise<Preferences> {
  const store = await cookies();
  return parsePreferences({
    theme: store.get(PREFERENCE_COOKIES.theme)?.value,
    priceColors: store.get(PREFERENCE_COOKIES.priceColors)?.value,
  });
}

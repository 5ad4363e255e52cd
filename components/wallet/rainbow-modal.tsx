'use client';

import '@rainbow-me/rainbowkit/styles.css';
import './rainbow-theme.css';
import { RainbowKitProvider, useConnectModal } from '@rainbow-me/rainbowkit';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type Config, WagmiContext } from 'wagmi';
import { loadWallet } from '#lib/wallet/load-wallet.ts';
import type { WalletNetwork } from '#lib/wallet/wallet-network.ts';
import { closeWalletDialog } from '#lib/wallet/wallet-store.ts';

/** One for the page, so that opening the list again asks nothing twice. */
const queries = new QueryClient();

/**
 * RainbowKit's list of wallets. It stands on the page's own wagmi configuration, through the bare
 * context: wagmi's provider would drop the connections that the page already has.
 */
export function RainbowModal({ network }: { readonly network: WalletNetwork }) {
  const [config, setConfig] = useState<Config | null>(null);
  useEffect(() => {
    allowInjectedStyles();
    void loadWallet(network).then((wallet) => setConfig(wallet.config));
  }, [network]);

  if (config === null) return null;
  return (
    <WagmiContext value={config}>
      <QueryClientProvider client={queries}>
        <RainbowKitProvider theme={null} modalSize="compact" appInfo={{ appName: 'Lux Exchange' }}>
          <ConnectModal />
        </RainbowKitProvider>
      </QueryClientProvider>
    </WagmiContext>
  );
}

/** Opens the list when it appears, and says when it was closed. */
function ConnectModal() {
  const { connectModalOpen, openConnectModal } = useConnectModal();
  const opened = useRef(false);
  useEffect(() => {
    if (opened.current) {
      if (!connectModalOpen) closeWalletDialog();
      return;
    }
    openConnectModal?.();
  }, [connectModalOpen, openConnectModal]);
  useEffect(() => {
    if (connectModalOpen) opened.current = true;
  }, [connectModalOpen]);
  useEffect(() => {
    const observer = new MutationObserver(hideUnnamedIcons);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, []);
  return null;
}

/** RainbowKit calls the wallets' icons images and gives them no name: each stands beside its name. */
function hideUnnamedIcons(): void {
  for (const icon of document.querySelectorAll('[data-rk] [role="img"]:not([aria-label])')) {
    icon.setAttribute('aria-hidden', 'true');
  }
}

/**
 * RainbowKit's scroll lock adds a style element; the page's policy lets it pass when it bears the
 * nonce, which that library looks up under this name.
 */
function allowInjectedStyles(): void {
  const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
  if (nonce) Object.assign(window, { __webpack_nonce__: nonce });
}

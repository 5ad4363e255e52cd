'use client';

import { createContext, type ReactNode, use } from 'react';
import type { NetworkConfig } from '#lib/env/network-config.ts';
import type { WebConfig } from '#lib/env/web-config.ts';

type Configuration = { readonly network: NetworkConfig; readonly web: WebConfig | null };

const ConfigContext = createContext<Configuration | null>(null);

export type ConfigProviderProps = Configuration & { readonly children: ReactNode };

/** Hands the configuration that the server read for this request to every component. */
export function ConfigProvider({ network, web, children }: ConfigProviderProps) {
  return <ConfigContext value={{ network, web }}>{children}</ConfigContext>;
}

/** The network and the sidecar. Known always. */
export function useNetworkConfig(): NetworkConfig {
  return useConfiguration().network;
}

/** Contracts and tokens too; `null` while nothing is deployed on the configured chain. */
export function useWebConfig(): WebConfig | null {
  return useConfiguration().web;
}

function useConfiguration(): Configuration {
  const configuration = use(ConfigContext);
  if (configuration === null) throw new Error('ConfigProvider is missing above this component');
  return configuration;
}

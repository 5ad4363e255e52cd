import type { WebConfig } from './web-config.ts';

/**
 * The part of the browser's configuration that is known whether or not anything is deployed on the
 * chain: enough for market data, not for trading.
 */
export type NetworkConfig = Omit<WebConfig, 'contracts' | 'tokens'>;

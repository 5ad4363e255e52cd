import type { Hex } from 'viem';
import type { ServerConfig } from './config.ts';
import { developmentKey } from './operator-keys-of.ts';

/** The key of the account that takes over what another one cannot settle; `null` where none is set. */
export function backstopKey(config: ServerConfig): Hex | null {
  const { backstopPrivateKey: set, developmentFeatures } = config;
  if (set !== null) return set;
  return developmentFeatures ? developmentKey(config, 'backstop') : null;
}

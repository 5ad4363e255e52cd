import { bytesToHex, type Hex } from 'viem';
import { developmentAccount } from '#lib/env/development-account.ts';
import type { OperatorKeySettings } from './chain/index.ts';
import type { ServerConfig } from './config.ts';

/** The operator's keys that are set, or on the local network the keeper's; `null` = there is none. */
export function operatorKeysOf(config: ServerConfig): OperatorKeySettings | null {
  const { operatorKeys: keys } = config;
  const isSet = keys.privateKeys.length + keys.keystores.length > 0 || keys.signerUrl !== null;
  if (isSet) return keys;
  if (!config.developmentFeatures) return null;
  return { ...keys, privateKeys: [developmentKey(config, 'keeper')] };
}

/** The key of a role of the development network's, which everybody knows. */
export function developmentKey(config: ServerConfig, role: 'keeper' | 'backstop'): Hex {
  const key = developmentAccount(config, role).getHdKey().privateKey;
  if (key === null) throw new TypeError('a development account has no key');
  return bytesToHex(key);
}

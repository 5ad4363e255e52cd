import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { ensureDemoKey, type KeyStorage } from './demo-key.ts';

/**
 * The demo wallet's account, made on first use. A file of its own because it brings the signing
 * code, which is loaded only by who has a demo wallet.
 */
export function demoAccount(storage: KeyStorage) {
  return privateKeyToAccount(ensureDemoKey(storage, generatePrivateKey));
}

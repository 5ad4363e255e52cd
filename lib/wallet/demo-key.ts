import type { Hash } from '#lib/domain/address.ts';
import { SwapError } from '#lib/swap/swap-errors.ts';

/** Where the key is kept: the browser's storage for this site. */
export type KeyStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const KEY = 'lux.demo-wallet.key';
const PRIVATE_KEY = /^0x[0-9a-f]{64}$/u;

/** The demo wallet's key, if this browser has one. A text that is no key counts as none. */
export function readDemoKey(storage: KeyStorage): Hash | null {
  const text = storage.getItem(KEY);
  return text !== null && isPrivateKey(text) ? text : null;
}

/**
 * The demo wallet's key, made by `generate` if there is none yet.
 *
 * @throws SwapError `wallet/demo-storage` when the browser does not keep it: a key that is lost with
 * the page would lose what it holds.
 */
export function ensureDemoKey(storage: KeyStorage, generate: () => Hash): Hash {
  const known = readDemoKey(storage);
  if (known !== null) return known;
  const key = generate();
  try {
    storage.setItem(KEY, key);
  } catch (cause) {
    throw new SwapError('wallet/demo-storage', { cause });
  }
  if (readDemoKey(storage) !== key) throw new SwapError('wallet/demo-storage');
  return key;
}

/** Forgets the key. What it held on the development chain is out of reach afterwards. */
export function forgetDemoKey(storage: KeyStorage): void {
  storage.removeItem(KEY);
}

function isPrivateKey(text: string): text is Hash {
  return PRIVATE_KEY.test(text);
}

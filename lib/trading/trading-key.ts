import * as z from 'zod/mini';
import type { Address } from '#lib/domain/address.ts';

/**
 * A key of this browser that may sign orders for an account, and nothing else: it cannot withdraw, it
 * ends by itself, and its owner can revoke it.
 */
export type TradingKey = {
  readonly chainId: number;
  /** Whose account it trades for, lower case. */
  readonly owner: Address;
  readonly address: Address;
  readonly privateKey: `0x${string}`;
  /** Milliseconds since the epoch. */
  readonly expiresMs: number;
};

/** The browser's storage for this site, as far as it is needed here. */
export type KeyStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const hexText = (digits: number) =>
  z.custom<`0x${string}`>(
    (value) => typeof value === 'string' && new RegExp(`^0x[0-9a-fA-F]{${digits}}$`).test(value),
  );

const storedKey = z.object({
  address: hexText(40),
  privateKey: hexText(64),
  expiresMs: z.number(),
});

/** Of which account on which chain a key is wanted. */
export type KeyOwner = { readonly chainId: number; readonly owner: Address };

/** The key of an account in this browser; `null` without one that is still good. */
export function loadTradingKey(
  storage: KeyStorage,
  {
    chainId,
    owner,
    nowMs,
  }: KeyOwner & {
    /** Milliseconds since the epoch. */
    readonly nowMs: number;
  },
): TradingKey | null {
  const parsed = storedKey.safeParse(read(storage, nameOf({ chainId, owner })));
  if (!parsed.success || parsed.data.expiresMs <= nowMs) return null;
  return { chainId, owner, ...parsed.data };
}

/**
 * Keeps a key for the next visit.
 *
 * @returns Whether it was kept; a browser may forbid that, then the key ends with the page.
 */
export function storeTradingKey(storage: KeyStorage, key: TradingKey): boolean {
  const { address, privateKey, expiresMs } = key;
  try {
    storage.setItem(nameOf(key), JSON.stringify({ address, privateKey, expiresMs }));
    return true;
  } catch {
    return false;
  }
}

/** Forgets the key of an account in this browser. */
export function forgetTradingKey(storage: KeyStorage, owner: KeyOwner): void {
  try {
    storage.removeItem(nameOf(owner));
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

const NAME_START = 'lux-trading-key:';

/** Whether a name in the browser's storage is that of a key; `null` stands for all names. */
export function isTradingKeyName(name: string | null): boolean {
  return name === null || name.startsWith(NAME_START);
}

function nameOf({ chainId, owner }: KeyOwner): string {
  return `${NAME_START}${chainId}:${owner.toLowerCase()}`;
}

function read(storage: KeyStorage, name: string): unknown {
  try {
    return JSON.parse(storage.getItem(name) ?? 'null');
  } catch {
    return null;
  }
}

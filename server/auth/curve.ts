import type { Address } from '#lib/domain/address.ts';
import { openNativeCurve } from './native-curve.ts';
import { portableCurve } from './portable-curve.ts';

/** JavaScript's own implementation answers later; the native one at once. */
type Awaitable<Value> = Value | Promise<Value>;

/** What the exchange does on secp256k1. Both implementations answer the same, always. */
export type Curve = {
  /** `native` is libsecp256k1, twenty times faster; `portable` is JavaScript. */
  readonly kind: 'native' | 'portable';
  /**
   * The address whose key made a compact signature (64 bytes, EIP-2098) over 32 bytes; lower case.
   * `null` = no key did. Whether s is the lower one is not looked at: `parseSignature` does.
   */
  recover(digest: Uint8Array, signature: Uint8Array): Awaitable<Address | null>;
  /** Signs 32 bytes by RFC 6979; compact. The key must be one that `addressOf` answers for. */
  sign(digest: Uint8Array, privateKey: Uint8Array): Awaitable<Uint8Array>;
  /** The address of a private key, lower case; `null` = these bytes are none. */
  addressOf(privateKey: Uint8Array): Awaitable<Address | null>;
};

/** The fastest implementation that runs on this machine. */
export function openCurve(): Curve {
  return openNativeCurve() ?? portableCurve;
}

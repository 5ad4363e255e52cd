import { createRequire } from 'node:module';
import type secp256k1 from 'secp256k1';
import type { Address } from '#lib/domain/address.ts';
import { hexText } from '#server/hex-text.ts';
import type { Curve } from './curve.ts';
import { keccak256 } from './keccak256.ts';

/** The package's door falls back silently, to a library that should not sign; its binding does not. */
const BINDING = 'secp256k1/bindings';

const PARITY = 0x80;
const S_AT = 32;
const SIGNATURE_BYTES = 64;
/** Of the form that is not compressed. */
const PUBLIC_KEY_BYTES = 65;
const HASH_BYTES = 32;
const ADDRESS_BYTES = 20;

/** libsecp256k1 as the package `secp256k1` carries it; `null` where it carries none for this machine. */
export function openNativeCurve(load: (name: string) => unknown = loadModule): Curve | null {
  try {
    const binding = load(BINDING) as typeof secp256k1;
    return nativeCurve(binding);
  } catch {
    return null;
  }
}

function loadModule(name: string): unknown {
  return createRequire(import.meta.url)(name);
}

function nativeCurve(binding: typeof secp256k1): Curve {
  // Both are done with before anybody else asks.
  const signature = new Uint8Array(SIGNATURE_BYTES);
  const publicKey = new Uint8Array(PUBLIC_KEY_BYTES);
  return {
    kind: 'native',
    recover(digest, compact) {
      if (compact.length !== SIGNATURE_BYTES) return null;
      signature.set(compact);
      const parity = (signature[S_AT] as number) >= PARITY ? 1 : 0;
      signature[S_AT] = (signature[S_AT] as number) & (PARITY - 1);
      try {
        return addressOfPublicKey(
          binding.ecdsaRecover(signature, parity, digest, false, publicKey),
        );
      } catch {
        return null;
      }
    },
    sign(digest, privateKey) {
      const { signature, recid } = binding.ecdsaSign(digest, privateKey);
      if (recid === 1) signature[S_AT] = (signature[S_AT] as number) | PARITY;
      return signature;
    },
    addressOf(privateKey) {
      if (privateKey.length !== 32 || !binding.privateKeyVerify(privateKey)) return null;
      return addressOfPublicKey(binding.publicKeyCreate(privateKey, false));
    },
  };
}

const keyHash = new Uint8Array(HASH_BYTES);
const address = keyHash.subarray(HASH_BYTES - ADDRESS_BYTES);

/** The last twenty bytes of the hash of an uncompressed public key without its prefix. */
function addressOfPublicKey(publicKey: Uint8Array): Address {
  keccak256(publicKey.subarray(1), keyHash);
  return hexText(address);
}

import { createRequire } from 'node:module';
import type secp256k1 from 'secp256k1';
import { bytesToHex } from 'viem';
import type { Address } from '#lib/domain/address.ts';
import type { Curve } from './curve.ts';
import { keccak256 } from './keccak256.ts';

/** The package's door falls back silently, to a library that should not sign; its binding does not. */
const BINDING = 'secp256k1/bindings';

const PARITY = 0x80;
const S_AT = 32;

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
  return {
    kind: 'native',
    recover(digest, compact) {
      const signature = compact.slice();
      const parity = (signature[S_AT] as number) >= PARITY ? 1 : 0;
      signature[S_AT] = (signature[S_AT] as number) & (PARITY - 1);
      try {
        return addressOfPublicKey(binding.ecdsaRecover(signature, parity, digest, false));
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

/** The last twenty bytes of the hash of an uncompressed public key without its prefix. */
function addressOfPublicKey(publicKey: Uint8Array): Address {
  return bytesToHex(keccak256(publicKey.subarray(1)).subarray(12));
}

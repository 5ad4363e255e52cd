import { bytesToHex, hexToBytes } from 'viem';
import type { Address } from '#lib/domain/address.ts';
import { type Curve, openCurve } from '#server/auth/index.ts';

const ADDRESS_BYTES = 20;
const SIGNATURE_BYTES = 64;

/**
 * No curve at all: a signature names its signer. It exists in this bench only, to tell what the
 * exchange costs but for its signatures.
 */
export function uncheckedCurve(): Curve {
  const { addressOf } = openCurve();
  const known = new Map<string, Uint8Array>();
  return {
    kind: 'native',
    addressOf,
    recover: (_digest, signature) => bytesToHex(signature.subarray(0, ADDRESS_BYTES)) as Address,
    async sign(_digest, key) {
      const name = bytesToHex(key);
      const made = known.get(name) ?? named((await addressOf(key)) ?? '0x');
      known.set(name, made);
      return made;
    },
  };
}

function named(address: Address): Uint8Array {
  const signature = new Uint8Array(SIGNATURE_BYTES).fill(1);
  signature.set(hexToBytes(address));
  return signature;
}

import {
  bytesToHex,
  compactSignatureToSignature,
  hexToBytes,
  parseCompactSignature,
  recoverAddress,
} from 'viem';
import { privateKeyToAddress, sign } from 'viem/accounts';
import type { Address } from '#lib/domain/address.ts';
import type { Curve } from './curve.ts';

const SIGNATURE_BYTES = 64;
const PARITY = 0x80;
const S_AT = 32;

/** secp256k1 in JavaScript, for machines that `secp256k1` carries no binding for. */
export const portableCurve: Curve = {
  kind: 'portable',
  async recover(digest, compact) {
    if (compact.length !== SIGNATURE_BYTES) return null;
    try {
      const signature = compactSignatureToSignature(parseCompactSignature(bytesToHex(compact)));
      return lowerCase(await recoverAddress({ hash: bytesToHex(digest), signature }));
    } catch {
      return null;
    }
  },
  async sign(digest, privateKey) {
    const signature = await sign({
      hash: bytesToHex(digest),
      privateKey: bytesToHex(privateKey),
      to: 'hex',
    });
    const bytes = hexToBytes(signature);
    const compact = bytes.slice(0, SIGNATURE_BYTES);
    if (bytes[SIGNATURE_BYTES] === 28) compact[S_AT] = (compact[S_AT] as number) | PARITY;
    return compact;
  },
  addressOf(privateKey) {
    try {
      return lowerCase(privateKeyToAddress(bytesToHex(privateKey)));
    } catch {
      return null;
    }
  },
};

function lowerCase(address: Address): Address {
  return address.toLowerCase() as Address;
}

import { createCipheriv, pbkdf2Sync } from 'node:crypto';
import { type Hex, keccak256 } from 'viem';

/** A keystore file as wallets write it, with little work so that tests are quick. */
export function keystoreText(key: Hex, password: string): string {
  const salt = Buffer.alloc(32, 7);
  const iv = Buffer.alloc(16, 9);
  const derived = pbkdf2Sync(password, salt, 2, 32, 'sha256');
  const cipher = createCipheriv('aes-128-ctr', derived.subarray(0, 16), iv);
  const ciphertext = Buffer.concat([
    cipher.update(Buffer.from(key.slice(2), 'hex')),
    cipher.final(),
  ]);
  const mac = keccak256(Buffer.concat([derived.subarray(16), ciphertext])).slice(2);
  return JSON.stringify({
    version: 3,
    crypto: {
      cipher: 'aes-128-ctr',
      cipherparams: { iv: iv.toString('hex') },
      ciphertext: ciphertext.toString('hex'),
      kdf: 'pbkdf2',
      kdfparams: { c: 2, prf: 'hmac-sha256', dklen: 32, salt: salt.toString('hex') },
      mac,
    },
  });
}

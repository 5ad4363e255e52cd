import { createCipheriv, scryptSync } from 'node:crypto';
import { keccak256 } from 'viem';
import { describe, expect, it } from 'vitest';
import { keystoreKey } from './keystore-key.ts';

/** The password and the first file of the definition of Web3 Secret Storage. */
const PASSWORD = 'testpassword';
const KEY = '0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d';

const withPbkdf2 = {
  crypto: {
    cipher: 'aes-128-ctr',
    cipherparams: { iv: '6087dab2f9fdbbfaddc31a909735c1e6' },
    ciphertext: '5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46',
    kdf: 'pbkdf2',
    kdfparams: {
      c: 262_144,
      dklen: 32,
      prf: 'hmac-sha256',
      salt: 'ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd',
    },
    mac: '517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2',
  },
  id: '3198bc9c-6672-5ab3-d995-4942343ae5b6',
  version: 3,
};

/** As wallets write one, with less work than they ask for. */
function withScrypt(kdfparams = { n: 4_096, r: 8, p: 1, dklen: 32, salt: '5a'.repeat(32) }) {
  const salt = Buffer.from(kdfparams.salt, 'hex');
  const derived = scryptSync(PASSWORD, salt, 32, { N: 4_096, r: 8, p: 1 });
  const iv = '6b'.repeat(16);
  const cipher = createCipheriv('aes-128-ctr', derived.subarray(0, 16), Buffer.from(iv, 'hex'));
  const ciphertext = cipher.update(Buffer.from(KEY.slice(2), 'hex'));
  const mac = keccak256(Buffer.concat([derived.subarray(16), ciphertext])).slice(2);
  return {
    ...withPbkdf2,
    crypto: {
      cipher: 'aes-128-ctr',
      cipherparams: { iv },
      ciphertext: ciphertext.toString('hex'),
      kdf: 'scrypt',
      kdfparams,
      mac,
    },
  };
}

describe('keystoreKey', () => {
  it.each([
    ['PBKDF2', withPbkdf2],
    ['scrypt', withScrypt()],
  ])('opens a file whose key is derived by %s', async (_, file) => {
    expect(await keystoreKey(JSON.stringify(file), PASSWORD)).toBe(KEY);
  });

  it('refuses another password', async () => {
    const opened = keystoreKey(JSON.stringify(withPbkdf2), 'another');
    await expect(opened).rejects.toThrowError(/password does not open/);
  });

  it('refuses a file whose key is of another address than it says', async () => {
    const lying = { ...withPbkdf2, address: '0b'.repeat(20) };
    const opened = keystoreKey(JSON.stringify(lying), PASSWORD);
    await expect(opened).rejects.toThrowError(/its key is of another address/);
  });

  it.each([
    ['that is no JSON', '{', /not JSON/],
    ['of another version', JSON.stringify({ ...withPbkdf2, version: 1 }), /version/],
    [
      'with another cipher',
      JSON.stringify({ ...withPbkdf2, crypto: { ...withPbkdf2.crypto, cipher: 'des' } }),
      /crypto/,
    ],
    [
      'that asks for too much work',
      JSON.stringify(withScrypt({ n: 2 ** 30, r: 8, p: 1, dklen: 32, salt: '5a' })),
      /crypto/,
    ],
    [
      'that asks for too much memory',
      JSON.stringify(withScrypt({ n: 2 ** 20, r: 32, p: 1, dklen: 32, salt: '5a' })),
      /too much work/,
    ],
  ])('refuses a file %s', async (_, text, told) => {
    await expect(keystoreKey(text, PASSWORD)).rejects.toThrowError(told);
  });
});

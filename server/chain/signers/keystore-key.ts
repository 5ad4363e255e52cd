import { createDecipheriv, pbkdf2, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { bytesToHex, type Hex, hexToBytes, keccak256 } from 'viem';
import { privateKeyToAddress } from 'viem/accounts';
import * as z from 'zod/mini';
import { SignerError } from './operator-signer.ts';

const KEY_BYTES = 32;
/** Of the derived key: the first half decrypts, the second is part of the checksum. */
const CIPHER_KEY_BYTES = 16;
const MOST_COST = 2 ** 20;
const MOST_BLOCK = 32;
const MOST_LANES = 64;
const MOST_ROUNDS = 10_000_000;
/** What scrypt may use: 128 · n · r bytes, and a little. */
const SCRYPT_MEMORY = 2 ** 30;

const hexText = z.string().check(z.regex(/^(?:0x)?(?:[0-9a-fA-F]{2})+$/));
const count = (most: number) => z.int().check(z.minimum(1), z.maximum(most));

const scryptParameters = z.object({
  kdf: z.literal('scrypt'),
  kdfparams: z.object({
    n: count(MOST_COST),
    r: count(MOST_BLOCK),
    p: count(MOST_LANES),
    dklen: z.literal(KEY_BYTES),
    salt: hexText,
  }),
});

const pbkdf2Parameters = z.object({
  kdf: z.literal('pbkdf2'),
  kdfparams: z.object({
    c: count(MOST_ROUNDS),
    prf: z.literal('hmac-sha256'),
    dklen: z.literal(KEY_BYTES),
    salt: hexText,
  }),
});

const cipherFields = z.object({
  cipher: z.literal('aes-128-ctr'),
  cipherparams: z.object({ iv: hexText }),
  ciphertext: hexText,
  mac: hexText,
});

const keystoreSchema = z.object({
  version: z.literal(3),
  address: z.optional(hexText),
  crypto: z.intersection(cipherFields, z.union([scryptParameters, pbkdf2Parameters])),
});

type Keystore = z.infer<typeof keystoreSchema>;

/**
 * The private key in an encrypted file (Web3 Secret Storage, version 3), as wallets and nodes write it.
 *
 * @throws SignerError when the text is no such file, or the password is another one.
 */
export async function keystoreKey(text: string, password: string): Promise<Hex> {
  const keystore = parsed(text);
  const { crypto } = keystore;
  const derived = await derivedKey(keystore, password);
  const ciphertext = bytesOf(crypto.ciphertext);
  const checked = Buffer.concat([derived.subarray(CIPHER_KEY_BYTES), ciphertext]);
  const mac = hexToBytes(keccak256(checked));
  const expected = bytesOf(crypto.mac);
  if (mac.length !== expected.length || !timingSafeEqual(mac, expected)) {
    throw new SignerError('The password does not open the keystore file. Correct it.');
  }
  const cipherKey = derived.subarray(0, CIPHER_KEY_BYTES);
  const decipher = createDecipheriv('aes-128-ctr', cipherKey, bytesOf(crypto.cipherparams.iv));
  const key = bytesToHex(Buffer.concat([decipher.update(ciphertext), decipher.final()]));
  checkAddress(keystore, key);
  return key;
}

function parsed(text: string): Keystore {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new SignerError('The keystore file is not JSON.', { cause: error });
  }
  const result = keystoreSchema.safeParse(content);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new SignerError(`The keystore file is none of version 3: ${where} is not as it must be.`);
}

async function derivedKey({ crypto }: Keystore, password: string): Promise<Buffer> {
  const { kdfparams } = crypto;
  const salt = bytesOf(kdfparams.salt);
  if ('c' in kdfparams) {
    return await promisify(pbkdf2)(password, salt, kdfparams.c, KEY_BYTES, 'sha256');
  }
  const { n: cost, r: blockSize, p: parallelization } = kdfparams;
  const options = { cost, blockSize, parallelization, maxmem: SCRYPT_MEMORY };
  try {
    return await scryptOf(password, salt, options);
  } catch (error) {
    throw new SignerError('The keystore file asks for too much work.', { cause: error });
  }
}

async function scryptOf(password: string, salt: Uint8Array, options: ScryptOptions) {
  return await new Promise<Buffer>((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

/** A file that was put together by hand may hold another key than it says. */
function checkAddress({ address }: Keystore, key: Hex): void {
  if (address === undefined) return;
  const said = bytesToHex(bytesOf(address));
  if (privateKeyToAddress(key).toLowerCase() === said) return;
  throw new SignerError(`The keystore file says ${said}, but its key is of another address.`);
}

function bytesOf(text: string): Uint8Array {
  return hexToBytes(text.startsWith('0x') ? (text as Hex) : `0x${text}`);
}

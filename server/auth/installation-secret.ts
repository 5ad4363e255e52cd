import { randomBytes } from 'node:crypto';
import { link, open, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationError } from '#lib/env/configuration-error.ts';

/** Where the secret is kept in the network's folder. */
const SECRET_FILE = 'auth-secret';

const SECRET_BYTES = 32;
const OWNER_ONLY = 0o600;
const OTHERS = 0o077;

/**
 * The secret of this installation: what JWT_SECRET says, or else what was made for the network once
 * and is kept beside its data, readable by its owner only. With it one can sign in as anybody.
 *
 * @throws ConfigurationError when the file is damaged, or others may read it.
 */
export async function installationSecret({
  networkDir,
  setting,
}: {
  readonly networkDir: string;
  /** JWT_SECRET; `null` = not set. */
  readonly setting: string | null;
}): Promise<Uint8Array> {
  if (setting !== null) return new TextEncoder().encode(setting);
  const path = join(networkDir, SECRET_FILE);
  return (await storedSecret(path)) ?? (await madeSecret(path));
}

async function storedSecret(path: string): Promise<Uint8Array | null> {
  try {
    const { mode } = await stat(path);
    if ((mode & OTHERS) !== 0) throw unusable(path, 'others may read it: chmod 600, or delete it');
    const text = (await readFile(path, 'utf8')).trim();
    if (!/^[0-9a-f]{64}$/.test(text)) throw unusable(path, 'it is damaged: delete it');
    return new Uint8Array(Buffer.from(text, 'hex'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Written whole under another name first, so that a crash or another process leaves no half of it. */
async function madeSecret(path: string): Promise<Uint8Array> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(draft, 'wx', OWNER_ONLY);
  try {
    await file.writeFile(`${randomBytes(SECRET_BYTES).toString('hex')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!isThere) throw error;
  } finally {
    await unlink(draft);
  }
  const stored = await storedSecret(path);
  if (stored === null) throw unusable(path, 'it vanished while it was made: start again');
  return stored;
}

function unusable(path: string, what: string): ConfigurationError {
  const fix = `the secret in ${path} cannot be used, ${what} (all sessions end), or set JWT_SECRET`;
  return new ConfigurationError([{ variable: 'JWT_SECRET', value: undefined, fix }]);
}

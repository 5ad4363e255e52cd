import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigurationError } from '#lib/env/configuration-error.ts';
import { installationSecret } from './installation-secret.ts';

const FILE = 'auth-secret';

let networkDir: string;

beforeEach(() => {
  networkDir = mkdtempSync(join(tmpdir(), 'lux-secret-'));
});

afterEach(() => {
  rmSync(networkDir, { recursive: true, force: true });
});

const read = () => installationSecret({ networkDir, setting: null });

describe('the secret of the installation', () => {
  it('is made once, for its owner’s eyes only, and is the same ever after', async () => {
    const made = await read();
    expect(made).toHaveLength(32);
    expect(statSync(join(networkDir, FILE)).mode & 0o777).toBe(0o600);
    expect(await read()).toEqual(made);
    expect(readdirSync(networkDir)).toEqual([FILE]);
  });

  it('is one, when two processes make it at the same time', async () => {
    const secrets = await Promise.all([1, 2, 3, 4].map(read));
    expect(new Set(secrets.map((each) => Buffer.from(each).toString('hex'))).size).toBe(1);
    expect(readdirSync(networkDir)).toEqual([FILE]);
  });

  it('differs from installation to installation', async () => {
    const one = await read();
    rmSync(join(networkDir, FILE));
    expect(await read()).not.toEqual(one);
  });

  it('is what the setting says, and then no file is made', async () => {
    const setting = 'a secret of an operator, long enough';
    const secret = await installationSecret({ networkDir, setting });
    expect(new TextDecoder().decode(secret)).toBe(setting);
    expect(readdirSync(networkDir)).toEqual([]);
  });

  it.each([
    ['others may read it', 0o640, 'ab'.repeat(32), /others may read it: chmod 600/],
    ['it is cut short', 0o600, 'ab'.repeat(31), /it is damaged/],
    ['it is empty', 0o600, '', /it is damaged/],
    ['it holds something else', 0o600, 'z'.repeat(64), /it is damaged/],
  ])('is refused when %s, and nothing of it is shown', async (_name, mode, text, message) => {
    const path = join(networkDir, FILE);
    writeFileSync(path, text);
    chmodSync(path, mode);
    await expect(read()).rejects.toThrow(ConfigurationError);
    await expect(read()).rejects.toThrow(message);
    await expect(read()).rejects.not.toThrow(/abab/);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});

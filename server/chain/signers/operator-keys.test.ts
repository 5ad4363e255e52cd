import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hex } from 'viem';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keystoreText } from '#scripts/testing/keystore-text.ts';
import { OperatorChooser } from './choose-operator.ts';
import { type OperatorKeySettings, OperatorKeys } from './operator-keys.ts';
import { keySigner } from './operator-signer.ts';

const FIRST = `0x${'11'.repeat(32)}` as const;
const SECOND = `0x${'22'.repeat(32)}` as const;
const THIRD = `0x${'33'.repeat(32)}` as const;
const addressOf = (key: Hex) => keySigner(key).address;

let folder: string;
let failures: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lux-keys-'));
  failures = [];
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(`${path}.next`, content);
  renameSync(`${path}.next`, path);
  return path;
}

function keysOf(settings: Partial<OperatorKeySettings>): OperatorKeys {
  return new OperatorKeys({
    settings: {
      keystores: [],
      passwordFile: null,
      signerUrl: null,
      signerAddresses: [],
      privateKeys: [],
      ...settings,
    },
    signerTimeoutMs: 1_000,
    onFailure: (error) => failures.push(error),
  });
}

async function addresses(keys: OperatorKeys) {
  return (await keys.signers()).map(({ address }) => address);
}

describe("the operator's keys", () => {
  it('come in order: remote, keystores, private keys', async () => {
    const remote = `0x${'cc'.repeat(20)}` as const;
    const keys = keysOf({
      signerUrl: 'http://127.0.0.1:1',
      signerAddresses: [remote],
      keystores: [
        file('a.json', keystoreText(FIRST, 'one')),
        file('b.json', keystoreText(SECOND, 'two')),
      ],
      passwordFile: file('passwords', 'one\ntwo\n'),
      privateKeys: [THIRD],
    });
    expect(await addresses(keys)).toEqual([
      remote,
      addressOf(FIRST),
      addressOf(SECOND),
      addressOf(THIRD),
    ]);
  });

  it('share a password that stands alone', async () => {
    const keystores = [
      file('a.json', keystoreText(FIRST, 'x')),
      file('b.json', keystoreText(SECOND, 'x')),
    ];
    const keys = keysOf({ keystores, passwordFile: file('password', 'x\r\n') });
    expect(await addresses(keys)).toEqual([addressOf(FIRST), addressOf(SECOND)]);
  });

  it('are opened once for all who ask at a time', async () => {
    const path = file('key.json', keystoreText(FIRST, 'x'));
    const keys = keysOf({ keystores: [path], passwordFile: file('password', 'x') });
    const [one, other] = await Promise.all([keys.signers(), keys.preferred()]);
    expect(one[0]).toBe(other);
  });

  it('change with their file, and those before sign what they have sent', async () => {
    const path = file('key.json', keystoreText(FIRST, 'x'));
    const keys = keysOf({ keystores: [path], passwordFile: file('password', 'x') });
    expect(await addresses(keys)).toEqual([addressOf(FIRST)]);
    file('key.json', keystoreText(SECOND, 'x'));
    expect(await addresses(keys)).toEqual([addressOf(SECOND)]);
    expect(keys.of(addressOf(FIRST))).not.toBe(null);
    expect(keys.of(addressOf(THIRD))).toBe(null);
  });

  it('stay as they were while file and password do not belong together', async () => {
    const path = file('key.json', keystoreText(FIRST, 'x'));
    const passwordFile = file('password', 'x');
    const keys = keysOf({ keystores: [path], passwordFile });
    await keys.signers();
    file('key.json', keystoreText(SECOND, 'y'));
    expect(await addresses(keys)).toEqual([addressOf(FIRST)]);
    expect(failures).toEqual([expect.stringMatching(/key\.json: The password does not open/)]);
    file('password', 'y');
    expect(await addresses(keys)).toEqual([addressOf(SECOND)]);
  });

  it.each([
    ['a file that is not there', { keystores: ['/nowhere/key.json'] }, /nowhere/],
    ['no password', { passwordFile: null }, /PASSWORD_FILE is not set/],
    ['a wrong password', { passwordFile: 'wrong' }, /The password does not open/],
    ['too many passwords', { passwordFile: 'many' }, /one line, or one for each of 1/],
  ])('are refused with %s', async (_, settings, message) => {
    file('wrong', 'y');
    file('many', 'x\ny\n');
    const given = {
      keystores: [file('key.json', keystoreText(FIRST, 'x'))],
      passwordFile: file('password', 'x'),
      ...settings,
    };
    const { passwordFile } = given;
    const keys = keysOf({
      ...given,
      passwordFile:
        passwordFile === null || passwordFile.startsWith('/')
          ? passwordFile
          : join(folder, passwordFile),
    });
    const failure = keys.signers();
    await expect(failure).rejects.toMatchObject({ name: 'SignerError' });
    await expect(failure).rejects.toThrow(message);
  });
});

describe('who signs next', () => {
  const chain = new Map<string, { isOperator: boolean; balanceWei: bigint }>();

  beforeEach(() => {
    chain.clear();
    chain.set(addressOf(FIRST), { isOperator: true, balanceWei: 100n });
    chain.set(addressOf(SECOND), { isOperator: true, balanceWei: 100n });
  });

  const chooser = () =>
    new OperatorChooser({
      keys: keysOf({ privateKeys: [FIRST, SECOND] }),
      account: async (address) => {
        const state = chain.get(address) ?? { isOperator: false, balanceWei: 0n };
        return await Promise.resolve({ address, ...state });
      },
    });

  it('is the first that the contract lists and that can pay', async () => {
    const one = chooser();
    expect((await one.choose(100n)).address).toBe(addressOf(FIRST));
    chain.set(addressOf(FIRST), { isOperator: true, balanceWei: 99n });
    expect((await one.choose(100n)).address).toBe(addressOf(SECOND));
    expect(one.chosen).toBe(addressOf(SECOND));
    chain.set(addressOf(FIRST), { isOperator: false, balanceWei: 500n });
    expect((await one.choose(100n)).address).toBe(addressOf(SECOND));
  });

  it('is the first that the contract lists when none can pay, so that it is told', async () => {
    expect((await chooser().choose(101n)).address).toBe(addressOf(FIRST));
  });

  it('is nobody when the contract lists none', async () => {
    chain.clear();
    const one = chooser();
    await expect(one.choose(1n)).rejects.toThrow(/lists none of the operator's keys \(0x/);
    await one.refresh();
    expect(one.chosen).toBe(null);
    expect(one.accounts).toHaveLength(2);
  });
});

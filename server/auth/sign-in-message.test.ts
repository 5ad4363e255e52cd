import { createSiweMessage } from 'viem/siwe';
import { describe, expect, it } from 'vitest';
import { parseSignInMessage } from './sign-in-message.ts';

const fields = {
  domain: 'lux.exchange',
  address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  statement: 'Sign in.',
  uri: 'https://lux.exchange/trade',
  version: '1',
  chainId: 1337,
  nonce: 'abcdefgh12345678',
  issuedAt: new Date(1_790_000_000_000),
} as const;

const text = createSiweMessage(fields);

describe('parseSignInMessage', () => {
  it('reads what a wallet library writes', () => {
    expect(parseSignInMessage(text)).toEqual({
      scheme: null,
      domain: 'lux.exchange',
      address: fields.address,
      statement: 'Sign in.',
      uri: 'https://lux.exchange/trade',
      chainId: 1337,
      nonce: 'abcdefgh12345678',
      issuedMs: 1_790_000_000_000,
      expiresMs: null,
      notBeforeMs: null,
    });
  });

  it('reads all that is optional', () => {
    const whole = createSiweMessage({
      ...fields,
      scheme: 'https',
      expirationTime: new Date(1_790_000_600_000),
      notBefore: new Date(1_789_999_000_000),
      requestId: 'r-1',
      resources: ['https://lux.exchange/terms', 'ipfs://x'],
    });
    expect(parseSignInMessage(whole)).toMatchObject({
      scheme: 'https',
      expiresMs: 1_790_000_600_000,
      notBeforeMs: 1_789_999_000_000,
    });
  });

  it('reads one without a statement, with a port, and with a time zone', () => {
    const { statement: _statement, ...rest } = fields;
    const bare = createSiweMessage({ ...rest, domain: 'localhost:3000' });
    const zoned = bare.replace(/Issued At: .*/, 'Issued At: 2026-09-21T16:33:20+02:00');
    expect(parseSignInMessage(zoned)).toMatchObject({
      domain: 'localhost:3000',
      statement: null,
      issuedMs: Date.parse('2026-09-21T14:33:20Z'),
    });
  });

  it.each<[string, (message: string) => string]>([
    ['something before it', (each) => `Hello\n${each}`],
    ['something behind it', (each) => `${each}\nNonce: other123456`],
    ['a second statement', (each) => each.replace('Sign in.', 'Sign in.\nAnd more.')],
    ['another version', (each) => each.replace('Version: 1', 'Version: 2')],
    ['two nonces', (each) => each.replace('\nIssued', '\nNonce: other123456\nIssued')],
    ['a short nonce', (each) => each.replace('abcdefgh12345678', 'abc')],
    ['a nonce of other letters', (each) => each.replace('abcdefgh12345678', 'abcdefgh-2345678')],
    ['a wrong checksum', (each) => each.replace('0xf39F', '0xF39f')],
    ['no address', (each) => each.replace(/0x[0-9a-fA-F]{40}/, 'me')],
    ['a chain that is no number', (each) => each.replace('Chain ID: 1337', 'Chain ID: 0x539')],
    ['a chain beyond all numbers', (each) => each.replace('1337', '9'.repeat(16))],
    ['a time that is none', (each) => each.replace(/Issued At: .*/, 'Issued At: yesterday')],
    [
      'a day that is none',
      (each) => each.replace(/Issued At: .*/, 'Issued At: 2026-13-41T00:00:00Z'),
    ],
    ['line ends of another system', (each) => each.replaceAll('\n', '\r\n')],
    ['letters that look alike', (each) => each.replace('lux.exchange', 'lu\u0445.exchange')],
    ['a statement of other letters', (each) => each.replace('Sign in.', 'Sign\u202ein.')],
    ['nothing', () => ''],
    ['very much', (each) => each + 'x'.repeat(10_000)],
  ])('does not read one with %s', (_name, change) => {
    expect(parseSignInMessage(change(text))).toBeNull();
  });

  it('answers at once to what is made to keep a parser busy', () => {
    const resources = '\n- a'.repeat(1_000);
    expect(parseSignInMessage(`${text}\nResources:${resources}\n!`)).toBeNull();
  });
});

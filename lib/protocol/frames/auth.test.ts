import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../protocol-error.ts';
import { decodeCredentials } from './auth.ts';

const address = `0x${'1'.repeat(40)}` as const;
const signature = `0x${'2'.repeat(130)}`;

function missing(proof: Parameters<typeof decodeCredentials>[0]): unknown {
  try {
    return decodeCredentials(proof);
  } catch (error) {
    return error instanceof ProtocolError ? error.facts?.field : error;
  }
}

describe('decodeCredentials', () => {
  it('reads each of the three ways', () => {
    expect(decodeCredentials({ token: 't' })).toEqual({ kind: 'token', token: 't' });
    const key = { apiKey: 'k', apiSecret: 's' };
    expect(decodeCredentials(key)).toEqual({ kind: 'api-key', ...key });
    const proof = { address, signature, nonce: 'n' };
    expect(decodeCredentials(proof)).toEqual({ kind: 'challenge', ...proof });
  });

  it('takes the whole text of a challenge for the nonce in it', () => {
    const nonce = 'lux.exchange asks you.\n\nChain ID: 1337\nNonce: abc123';
    expect(decodeCredentials({ address, signature, nonce })).toMatchObject({ nonce: 'abc123' });
  });

  it.each([
    [{}, 'token'],
    [{ apiKey: 'k' }, 'apiSecret'],
    [{ apiSecret: 's' }, 'token'],
    [{ address }, 'signature'],
    [{ address, signature }, 'nonce'],
  ])('says what is missing of %j', (proof, field) => {
    expect(missing(proof)).toBe(field);
  });
});

import { base64url, SignJWT } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { ManualClock } from '#scripts/testing/manual-clock.ts';
import { derivedKey } from './derived-key.ts';
import { SessionTokens } from './session-tokens.ts';

const secret = new Uint8Array(32).fill(5);
const OWNER = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266';
const AGENT = `0x${'ab'.repeat(20)}` as const;
const DAY_MS = 86_400_000;

let clock: ManualClock;
let tokens: SessionTokens;

beforeEach(() => {
  clock = new ManualClock();
  tokens = tokensOf({});
});

function tokensOf(other: {
  readonly secret?: Uint8Array;
  readonly chainId?: number;
}): SessionTokens {
  return new SessionTokens({ secret, chainId: 1337, validMs: DAY_MS, now: clock.now, ...other });
}

async function issued(holder: { agent?: typeof AGENT; expiresMs?: number } = {}) {
  const { agent = null, expiresMs = Number.POSITIVE_INFINITY } = holder;
  return await tokens.issue({ address: OWNER, agent, expiresMs });
}

async function refusal(token: string, by = tokens): Promise<string> {
  try {
    await by.verify(token);
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw error;
  }
  return 'accepted';
}

/** The token with other claims or another header, and the signature it had. */
function forged(token: string, part: 0 | 1, change: object): string {
  const parts = token.split('.');
  const content: object = JSON.parse(new TextDecoder().decode(base64url.decode(parts[part] ?? '')));
  parts[part] = base64url.encode(JSON.stringify({ ...content, ...change }));
  return parts.join('.');
}

/** A token with our key, but other claims. */
async function signed(claims: Record<string, unknown>) {
  const nowSeconds = Math.floor(clock.now() / 1_000);
  const whole = {
    iss: 'lux-exchange',
    aud: 'lux-exchange:1337',
    sub: OWNER,
    exp: nowSeconds + 60,
    ...claims,
  };
  const present = Object.fromEntries(
    Object.entries(whole).filter(([, value]) => value !== undefined),
  );
  return await new SignJWT(present)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt(nowSeconds)
    .sign(derivedKey(secret, 'session-tokens'));
}

describe('session tokens', () => {
  it('say whose session it is, and for how long', async () => {
    const { token, expiresMs } = await issued();
    expect(expiresMs).toBe(clock.now() + DAY_MS);
    expect(await tokens.verify(token)).toEqual({ address: OWNER, agent: null, expiresMs });
  });

  it('name the agent that holds them, and end with its approval', async () => {
    const holder = { agent: AGENT, expiresMs: clock.now() + 5_000 };
    const { token, expiresMs } = await issued(holder);
    expect(expiresMs).toBe(holder.expiresMs);
    expect(await tokens.verify(token)).toEqual({ address: OWNER, ...holder });
    clock.advance(5_000);
    expect(await refusal(token)).toBe('auth/session-expired');
  });

  it('are valid for 24 hours and not longer', async () => {
    const { token } = await issued();
    clock.advance(DAY_MS - 1_000);
    expect(await refusal(token)).toBe('accepted');
    clock.advance(1_000);
    expect(await refusal(token)).toBe('auth/session-expired');
  });

  it('are valid after a restart with the same secret, and with no other', async () => {
    const { token } = await issued();
    expect(await refusal(token, tokensOf({}))).toBe('accepted');
    const other = tokensOf({ secret: new Uint8Array(32).fill(6) });
    expect(await refusal(token, other)).toBe('auth/invalid-token');
  });

  it('are not valid on another chain', async () => {
    const { token } = await issued();
    expect(await refusal(token, tokensOf({ chainId: 96_369 }))).toBe('auth/invalid-token');
  });

  it('cannot be changed', async () => {
    const { token } = await issued();
    const changes = [
      forged(token, 1, { sub: `0x${'12'.repeat(20)}` }),
      forged(token, 1, { exp: 4_000_000_000 }),
      forged(token, 0, { alg: 'none' }),
      `${forged(token, 0, { alg: 'none' }).split('.').slice(0, 2).join('.')}.`,
      forged(token, 0, { alg: 'HS512' }),
      forged(token, 0, { alg: 'RS256' }),
      token.slice(0, -3),
      `${token}.x`,
    ];
    expect(await Promise.all(changes.map((each) => refusal(each)))).toEqual(
      changes.map(() => 'auth/invalid-token'),
    );
  });

  it.each<[string, Record<string, unknown>]>([
    ['another issuer', { iss: 'somebody' }],
    ['no issuer', { iss: undefined }],
    ['another audience', { aud: 'lux-exchange' }],
    ['no audience', { aud: undefined }],
    ['no end', { exp: undefined }],
    ['no subject', { sub: undefined }],
    ['a subject that is no address', { sub: 'root' }],
    ['an agent that is no address', { agent: 'root' }],
    ['an agent that is no text', { agent: 1 }],
  ])('are not taken with %s, although our key signed', async (_name, claims) => {
    expect(await refusal(await signed({}))).toBe('accepted');
    expect(await refusal(await signed(claims))).toBe('auth/invalid-token');
  });

  it.each([
    '',
    '.',
    '..',
    'a.b.c',
    'null',
    '\u0000',
    '💥'.repeat(100),
    `${'x'.repeat(50_000)}.x.x`,
  ])('are no text like %j', async (text) => {
    expect(await refusal(text)).toBe('auth/invalid-token');
  });
});

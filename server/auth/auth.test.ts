import { bytesToHex, type Hex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { createSiweMessage } from 'viem/siwe';
import { beforeEach, describe, expect, it } from 'vitest';
import { directPort } from '#scripts/testing/direct-port.ts';
import { ManualClock } from '#scripts/testing/manual-clock.ts';
import { refusalOf } from '#scripts/testing/refusal-of.ts';
import { EngineState } from '#server/engine/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import { limits } from '#server/limits.ts';
import { Auth, type AuthOptions } from './auth.ts';
import { currentAccount } from './current-account.ts';
import { openCurve } from './curve.ts';

const ORIGINS = ['https://lux.exchange', 'http://localhost:3000'];
const HOUR_MS = 3_600_000;

const ownerKey = generatePrivateKey();
const owner = privateKeyToAccount(ownerKey);
const agentKey = generatePrivateKey();
const agent = privateKeyToAccount(agentKey);
const stranger = privateKeyToAccount(generatePrivateKey());
const ownerAddress = owner.address.toLowerCase() as Hex;
const agentAddress = agent.address.toLowerCase() as Hex;

let clock: ManualClock;
let state: EngineState;
let port: ExchangePort;
let auth: Auth;

beforeEach(async () => {
  clock = new ManualClock();
  state = new EngineState();
  port = directPort(state, clock.now);
  auth = authWith({});
  await port.execute({ kind: 'open-account', account: 1, address: ownerAddress });
  await port.execute({
    kind: 'approve-agent',
    account: 1,
    address: agentAddress,
    expiry: Math.floor((clock.now() + HOUR_MS) / 1_000),
    marketsLow: 2,
    marketsHigh: 0,
    maxNotional: 1_000_000,
    nonce: 1,
    signature: null,
  });
});

function authWith(other: Partial<AuthOptions>): Auth {
  return new Auth({
    port,
    secret: new Uint8Array(32).fill(1),
    chainId: 1337,
    origins: ORIGINS,
    curve: openCurve(),
    contractSignatures: null,
    limits,
    now: clock.now,
    ...other,
  });
}

type MessageFields = Parameters<typeof createSiweMessage>[0];

/** A message that may sign in, and what a test changes of it. */
function messageWith(changes: Partial<MessageFields> = {}): string {
  const { nonce, statement } = auth.loginNonce();
  return createSiweMessage({
    domain: 'lux.exchange',
    address: owner.address,
    uri: 'https://lux.exchange',
    version: '1',
    chainId: 1337,
    issuedAt: new Date(clock.now()),
    nonce,
    statement,
    ...changes,
  });
}

async function signedLogin(message: string) {
  return { message, signature: await owner.signMessage({ message }) };
}

describe('signing in with a wallet', () => {
  it('gives a session token that stands for the owner’s account', async () => {
    const { token, expiresMs, principal } = await auth.login(await signedLogin(messageWith()));
    expect(principal).toEqual({
      kind: 'session',
      account: 1,
      address: ownerAddress,
      agent: null,
      agentKey: null,
      expiresMs: clock.now() + 24 * HOUR_MS,
    });
    expect(expiresMs).toBe(principal.expiresMs);
    expect(await auth.byToken(token)).toEqual(principal);
    expect(await auth.byBearer(token)).toEqual(principal);
  });

  it('is possible before there is an account', async () => {
    const message = messageWith({ address: stranger.address });
    const signature = await stranger.signMessage({ message });
    expect((await auth.login({ message, signature })).principal.account).toBeNull();
  });

  it('is possible from every page that is listed, with all that is optional', async () => {
    const message = messageWith({
      scheme: 'http',
      domain: 'localhost:3000',
      uri: 'http://localhost:3000/trade/BTC-USDT?x=1',
      expirationTime: new Date(clock.now() + 1),
      notBefore: new Date(clock.now()),
    });
    expect((await auth.login(await signedLogin(message))).principal.account).toBe(1);
  });

  it('works once with a nonce, also when it is tried twice at the same time', async () => {
    const request = await signedLogin(messageWith());
    const both = await Promise.allSettled([auth.login(request), auth.login(request)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await refusalOf(auth.login(request))).code).toBe('auth/invalid-challenge');
  });

  it('does not use a nonce up when the signature is wrong', async () => {
    const request = await signedLogin(messageWith());
    const signature = await stranger.signMessage({ message: request.message });
    const { code, facts } = await refusalOf(auth.login({ ...request, signature }));
    expect(code).toBe('auth/wrong-signer');
    expect(facts).toMatchObject({ signer: stranger.address.toLowerCase() });
    expect((await auth.login(request)).principal.account).toBe(1);
  });

  it('is refused when nothing more can be remembered, with how long to wait', async () => {
    auth = authWith({ limits: { ...limits, usedChallenges: 1 } });
    await auth.login(await signedLogin(messageWith()));
    expect(await refusalOf(auth.login(await signedLogin(messageWith())))).toEqual({
      code: 'auth/busy',
      facts: { retry_after_ms: limits.challengeMs },
    });
  });

  it.each<[string, Partial<MessageFields>]>([
    ['domain', { domain: 'evil.example' }],
    ['domain', { domain: 'lux.exchange.evil.example' }],
    ['domain', { domain: 'lux.exchange:444' }],
    ['scheme', { scheme: 'http' }],
    ['uri', { uri: 'https://evil.example' }],
    ['uri', { uri: 'http://localhost:3000' }],
    ['uri', { uri: 'https://lux.exchange@evil.example/' }],
    ['chainId', { chainId: 96_369 }],
    ['statement', { statement: 'I agree to everything.' }],
  ])('is refused with another %s', async (field, changes) => {
    const { code, facts } = await refusalOf(auth.login(await signedLogin(messageWith(changes))));
    expect(code).toBe('auth/invalid-login');
    expect(facts).toMatchObject({ field });
  });

  it.each<[string, (now: number) => Partial<MessageFields>, object]>([
    [
      'auth/clock-skew',
      (now) => ({ issuedAt: new Date(now + 60_001) }),
      { field: 'issuedAt', skew_ms: 60_001 },
    ],
    [
      'auth/clock-skew',
      (now) => ({ issuedAt: new Date(now - 60_001) }),
      { field: 'issuedAt', skew_ms: -60_001 },
    ],
    [
      'auth/invalid-login',
      (now) => ({ expirationTime: new Date(now) }),
      { field: 'expirationTime', expired_ms: 0 },
    ],
    [
      'auth/invalid-login',
      (now) => ({ notBefore: new Date(now + 500) }),
      { field: 'notBefore', ahead_ms: 500 },
    ],
  ])('is refused at another time: %s', async (expected, changesAt, expectedFacts) => {
    const message = messageWith(changesAt(clock.now()));
    const { code, facts } = await refusalOf(auth.login(await signedLogin(message)));
    expect(code).toBe(expected);
    expect(facts).toMatchObject(expectedFacts);
  });

  it('is refused with a nonce that is too old, was invented, or is of a socket’s challenge', async () => {
    const old = await signedLogin(messageWith());
    clock.advance(limits.challengeMs);
    const requests = [
      old,
      await signedLogin(messageWith({ nonce: 'a'.repeat(60) })),
      await signedLogin(messageWith({ nonce: auth.challenge().nonce })),
    ];
    const codes = await Promise.all(
      requests.map(async (each) => (await refusalOf(auth.login(each))).code),
    );
    expect(codes).toEqual(requests.map(() => 'auth/invalid-challenge'));
  });

  it('is refused with what is no such message', async () => {
    expect(await refusalOf(auth.login({ message: 'hello', signature: '0x' }))).toEqual({
      code: 'auth/invalid-login',
      facts: { field: 'message' },
    });
  });

  it('ends with its nonces when the process restarts', async () => {
    const request = await signedLogin(messageWith());
    expect((await refusalOf(authWith({}).login(request))).code).toBe('auth/invalid-challenge');
  });
});

describe('answering a challenge', () => {
  it('shows whom it is for: the site, the chain and the nonce', () => {
    const { message, nonce } = auth.challenge();
    expect(message).toContain('lux.exchange');
    expect(message).toContain('Chain ID: 1337');
    expect(message).toContain(`Nonce: ${nonce}`);
  });

  it('gives an owner a session', async () => {
    const { message, nonce } = auth.challenge();
    const signature = await owner.signMessage({ message });
    const principal = await auth.byChallenge({ address: owner.address, signature, nonce });
    expect(principal).toMatchObject({ kind: 'session', account: 1, agent: null, agentKey: null });
  });

  it('gives an agent its owner’s account, for as long as the approval', async () => {
    const { message, nonce } = auth.challenge();
    const signature = await agent.signMessage({ message });
    expect(await auth.byChallenge({ address: agent.address, signature, nonce })).toEqual({
      kind: 'agent',
      account: 1,
      address: ownerAddress,
      agent: agentAddress,
      agentKey: null,
      expiresMs: clock.now() + HOUR_MS,
    });
  });

  it('works once, and only for who signed', async () => {
    const { message, nonce } = auth.challenge();
    const signature = await owner.signMessage({ message });
    const wrong = { address: agent.address, signature, nonce };
    expect((await refusalOf(auth.byChallenge(wrong))).code).toBe('auth/wrong-signer');
    const right = { address: owner.address, signature, nonce };
    await auth.byChallenge(right);
    expect((await refusalOf(auth.byChallenge(right))).code).toBe('auth/invalid-challenge');
  });

  it('does not work on another chain', async () => {
    const other = authWith({ chainId: 96_369 });
    const { message, nonce } = other.challenge();
    const signature = await owner.signMessage({ message });
    const { code } = await refusalOf(
      auth.byChallenge({ address: owner.address, signature, nonce }),
    );
    expect(code).toBe('auth/wrong-signer');
  });

  it.each(['', 'me', `0x${'0'.repeat(39)}`])('is refused for the address %j', async (address) => {
    const { nonce } = auth.challenge();
    const { code } = await refusalOf(auth.byChallenge({ address, signature: '0x', nonce }));
    expect(code).toBe('auth/invalid-signature');
  });
});

describe('a token for who authenticated otherwise', () => {
  async function agentToken(): Promise<string> {
    const { message, nonce } = auth.challenge();
    const signature = await agent.signMessage({ message });
    const principal = await auth.byChallenge({ address: agent.address, signature, nonce });
    return (await auth.tokenFor(principal)).token;
  }

  it('stands for the agent, without its key', async () => {
    const token = await agentToken();
    expect(await auth.byToken(token)).toMatchObject({
      kind: 'agent',
      account: 1,
      address: ownerAddress,
      agent: agentAddress,
      agentKey: null,
      expiresMs: clock.now() + HOUR_MS,
    });
  });

  it('is no more than the approval: revoked with it, replaced by a shorter one, at an end with it', async () => {
    const token = await agentToken();
    const approve = {
      kind: 'approve-agent',
      account: 1,
      address: agentAddress,
      marketsLow: 2,
      marketsHigh: 0,
      maxNotional: 1,
      signature: null,
    } as const;
    const expiry = Math.floor(clock.now() / 1_000) + 60;
    await port.execute({ ...approve, expiry, nonce: 2 });
    expect((await auth.byToken(token)).expiresMs).toBe(expiry * 1_000);
    clock.advance(60_000);
    expect((await refusalOf(auth.byToken(token))).code).toBe('auth/agent-expired');
    await port.execute({ kind: 'revoke-agent', account: 1, address: agentAddress });
    expect((await refusalOf(auth.byToken(token))).code).toBe('auth/agent-revoked');
    clock.advance(HOUR_MS);
    expect((await refusalOf(auth.byToken(token))).code).toBe('auth/session-expired');
  });
});

describe('an API key', () => {
  it('is a trading key with its secret, and stands for its owner', async () => {
    const principal = await auth.byApiKey({ apiKey: agent.address, apiSecret: agentKey });
    expect(principal).toMatchObject({
      kind: 'api-key',
      account: 1,
      address: ownerAddress,
      agent: agentAddress,
      expiresMs: clock.now() + HOUR_MS,
    });
    expect(bytesToHex(principal.agentKey ?? new Uint8Array())).toBe(agentKey);
    expect(await auth.byBearer(`${agent.address}:${agentKey}`)).toEqual(principal);
  });

  it('may be the owner’s own', async () => {
    const principal = await auth.byApiKey({ apiKey: owner.address, apiSecret: ownerKey });
    expect(principal).toMatchObject({ kind: 'api-key', account: 1, agent: null });
  });

  it.each<[string, string, string]>([
    ['the secret of another key', agentAddress, ownerKey],
    ['a secret cut short', agentAddress, agentKey.slice(0, -2)],
    ['a secret without its prefix', agentAddress, agentKey.slice(2)],
    ['no secret', agentAddress, ''],
    ['a secret that is no key', agentAddress, `0x${'0'.repeat(64)}`],
    ['a key that is no address', 'agent', agentKey],
    ['a key of no account', stranger.address, `0x${'1'.repeat(64)}`],
    ['nothing at all', '', ''],
  ])('is refused with %s, and is not told why', async (_name, apiKey, apiSecret) => {
    expect(await refusalOf(auth.byApiKey({ apiKey, apiSecret }))).toEqual({
      code: 'auth/invalid-credentials',
      facts: undefined,
    });
  });

  it('is refused when it is right but of nobody', async () => {
    const key = generatePrivateKey();
    const apiKey = privateKeyToAccount(key).address;
    expect((await refusalOf(auth.byApiKey({ apiKey, apiSecret: key }))).code).toBe(
      'auth/invalid-credentials',
    );
  });

  it('looks at the engine once, whatever is wrong', async () => {
    let looks = 0;
    const counting: AuthOptions['port'] = {
      read: async (look) => {
        looks += 1;
        return await port.read(look);
      },
    };
    auth = authWith({ port: counting });
    const attempts: [string, string][] = [
      ['', ''],
      [agentAddress, ''],
      [agentAddress, ownerKey],
      [stranger.address, agentKey],
    ];
    for (const [apiKey, apiSecret] of attempts)
      await refusalOf(auth.byApiKey({ apiKey, apiSecret }));
    expect(looks).toBe(attempts.length);
  });

  it('ends with its approval', async () => {
    clock.advance(HOUR_MS);
    const sent = { apiKey: agent.address, apiSecret: agentKey };
    expect((await refusalOf(auth.byApiKey(sent))).code).toBe('auth/agent-expired');
  });

  it.each(['', ':', 'Basic x', 'a.b', 'a.b.c.d', `${agentAddress}`])(
    'is no header like %j',
    async (credentials) => {
      expect((await refusalOf(auth.byBearer(credentials))).code).toBe('auth/invalid-credentials');
    },
  );
});

describe('currentAccount', () => {
  it('ends with the session', async () => {
    const { principal } = await auth.login(await signedLogin(messageWith()));
    expect(currentAccount(state, principal, clock.now())).toBe(1);
    expect(() => currentAccount(state, principal, principal.expiresMs)).toThrow(
      /session has expired/,
    );
  });

  it('is found when the account was opened after signing in', async () => {
    const message = messageWith({ address: stranger.address });
    const signature = await stranger.signMessage({ message });
    const { principal } = await auth.login({ message, signature });
    expect(currentAccount(state, principal, clock.now())).toBeNull();
    const address = stranger.address.toLowerCase();
    await port.execute({ kind: 'open-account', account: 2, address });
    expect(currentAccount(state, principal, clock.now())).toBe(2);
  });

  it('is no agent’s any more once the owner has revoked it, or somebody else has taken it over', async () => {
    const principal = await auth.byApiKey({ apiKey: agent.address, apiSecret: agentKey });
    await port.execute({ kind: 'revoke-agent', account: 1, address: agentAddress });
    const ask = () => currentAccount(state, principal, clock.now());
    expect(ask).toThrow(/revoked/);
    await port.execute({
      kind: 'open-account',
      account: 2,
      address: stranger.address.toLowerCase(),
    });
    await port.execute({
      kind: 'approve-agent',
      account: 2,
      address: agentAddress,
      expiry: Math.floor((clock.now() + HOUR_MS) / 1_000),
      marketsLow: 2,
      marketsHigh: 0,
      maxNotional: 1,
      nonce: 1,
      signature: null,
    });
    expect(ask).toThrow(/revoked/);
  });
});

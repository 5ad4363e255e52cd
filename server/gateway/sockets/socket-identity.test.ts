import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ErrorCode, errors } from '#lib/protocol/errors.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { idleExchange } from '#scripts/testing/idle-exchange.ts';
import type { Principal } from '#server/auth/index.ts';
import type { AuthPort } from '../auth-port.ts';
import { createAccountReads } from '../trading/account-reads.ts';
import { SocketIdentity } from './socket-identity.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_790_000_040_000 });
});

afterEach(() => {
  vi.useRealTimers();
});

const HOUR_MS = 3_600_000;
const token = { kind: 'token', token: 't' } as const;

function identityWith({ validMs = HOUR_MS, refusal = null as ErrorCode | null } = {}) {
  const { auth: idle, exchange } = idleExchange(Date.now);
  const ended: (string | null)[] = [];
  const state = { refusal };
  const principal = (): Principal => ({
    kind: 'session',
    account: 7,
    address: `0x${'1'.repeat(40)}`,
    agent: null,
    agentKey: null,
    expiresMs: Date.now() + validMs,
  });
  const auth: AuthPort = Object.assign(Object.create(idle), {
    byToken: () => Promise.resolve(principal()),
  });
  const reads = createAccountReads(exchange, Date.now);
  const identity = new SocketIdentity({
    auth,
    reads: {
      ...reads,
      accountOf: () =>
        state.refusal === null
          ? Promise.resolve({ value: 7, seq: 1 })
          : Promise.reject(new ProtocolError(state.refusal)),
    },
    now: Date.now,
    onEnded: (reason) => ended.push(reason?.code ?? null),
  });
  return { identity, ended, state };
}

describe('SocketIdentity', () => {
  it('is nobody before it is somebody', async () => {
    const { identity } = identityWith();
    expect(identity.known).toBeNull();
    expect(() => identity.principal()).toThrow(errors['auth/required'].message);
    await expect(identity.account()).rejects.toThrow(errors['auth/required'].message);
    await identity.check();
    await identity.authenticate(token);
    expect(identity.known).toMatchObject({ account: 7 });
    expect(await identity.account()).toBe(7);
  });

  it('ends with the session, and says so', async () => {
    const { identity, ended } = identityWith();
    await identity.authenticate(token);
    vi.advanceTimersByTime(HOUR_MS - 1);
    expect(ended).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(ended).toEqual(['auth/session-expired']);
    expect(identity.known).toBeNull();
  });

  it('outlasts what a timer can count', async () => {
    const { identity, ended } = identityWith({ validMs: 2 ** 32 });
    await identity.authenticate(token);
    vi.advanceTimersByTime(2 ** 32 - 1);
    expect(ended).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(ended).toEqual(['auth/session-expired']);
  });

  it('ends when its key is revoked, but not when the engine does not serve', async () => {
    const { identity, ended, state } = identityWith();
    await identity.authenticate(token);
    state.refusal = 'sequencer/not-accepting';
    await identity.check();
    expect(ended).toEqual([]);
    state.refusal = 'auth/agent-revoked';
    await identity.check();
    expect(ended).toEqual(['auth/agent-revoked']);
    await identity.check();
    expect(ended).toHaveLength(1);
  });

  it('tells when somebody else takes the place', async () => {
    const { identity, ended } = identityWith();
    await identity.authenticate(token);
    await identity.authenticate(token);
    expect(ended).toEqual([null]);
    vi.advanceTimersByTime(HOUR_MS);
    expect(ended).toEqual([null, 'auth/session-expired']);
  });

  it('stays nobody when the connection ends before that is known', async () => {
    const { identity, ended } = identityWith();
    const authenticated = identity.authenticate(token);
    identity.close();
    await authenticated;
    expect(identity.known).toBeNull();
    expect(vi.getTimerCount()).toBe(0);
    expect(ended).toEqual([]);
  });
});

import { beforeEach, expect, it } from 'vitest';
import { RequestError } from '#lib/queries/request-error.ts';
import { askAsOwner, ownerSessions } from './owner-sessions.ts';

const OWNER = `0x${'aB'.repeat(20)}` as const;
const KEY = OWNER.toLowerCase();
const OTHER = `0x${'cd'.repeat(20)}`;

beforeEach(() => {
  ownerSessions.setState({ [KEY]: 'mine', [OTHER]: 'theirs' }, true);
});

async function askRefused(error: Error, token = 'mine'): Promise<void> {
  const asked = askAsOwner({ owner: OWNER, token }, async () => await Promise.reject(error));
  await expect(asked).rejects.toBe(error);
}

it('an answer is handed on, and the session kept', async () => {
  const asked = askAsOwner({ owner: OWNER, token: 'mine' }, async (token) =>
    Promise.resolve(`for ${token}`),
  );
  expect(await asked).toBe('for mine');
  expect(ownerSessions.getState()[KEY]).toBe('mine');
});

it.each(['auth/required', 'auth/invalid-token', 'auth/session-expired'])(
  'a session that is refused by %s is forgotten, and no other',
  async (code) => {
    await askRefused(new RequestError('no', { code }));
    expect(ownerSessions.getState()).toEqual({ [OTHER]: 'theirs' });
  },
);

it.each(['auth/busy', 'gateway/rate-limited', 'client/unreachable'])(
  'a session is kept where %s says nothing of it',
  async (code) => {
    await askRefused(new RequestError('no', { code }));
    expect(ownerSessions.getState()[KEY]).toBe('mine');
  },
);

it('a session that was begun meanwhile is kept', async () => {
  await askRefused(new RequestError('no', { code: 'auth/session-expired' }), 'former');
  expect(ownerSessions.getState()[KEY]).toBe('mine');
});

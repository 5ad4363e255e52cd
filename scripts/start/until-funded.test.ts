import { expect, it } from 'vitest';
import { untilFunded } from './until-funded.ts';

const { signal } = new AbortController();

it('waits while there is nothing, and while nobody answers', async () => {
  const answers = [async () => 0, async () => await Promise.reject(new Error('away'))];
  let asked = 0;
  const funds = async () => {
    asked += 1;
    return (await answers.shift()?.()) ?? 5;
  };
  expect(await untilFunded(funds, { signal })).toBe(true);
  expect(asked).toBe(3);
});

it('gives up without an error when it takes too long', async () => {
  expect(await untilFunded(async () => await Promise.resolve(0), { signal, patienceMs: 0 })).toBe(
    false,
  );
});

it('ends at once when the start is ended', async () => {
  const ended = new AbortController();
  const waiting = untilFunded(async () => await Promise.resolve(0), { signal: ended.signal });
  ended.abort();
  expect(await waiting).toBe(false);
});

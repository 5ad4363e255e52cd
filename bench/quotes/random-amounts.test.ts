import { expect, test } from 'vitest';
import { randomAmount, seededRandom } from './random-amounts.ts';

test('a seed gives the same numbers again, and another seed others', () => {
  const draw = (seed: number) => Array.from({ length: 50 }, seededRandom(seed));
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
  expect(draw(7).every((number) => number >= 0 && number < 1)).toBe(true);
});

test('amounts lie between a millionth of the most and the most', () => {
  const random = seededRandom(1);
  const most = 10n ** 18n;
  for (let count = 0; count < 1000; count += 1) {
    const amount = randomAmount(random, most);
    expect(amount > most / 1_000_001n && amount <= most + 1n).toBe(true);
  }
});

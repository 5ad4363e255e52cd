import { describe, expect, it } from 'vitest';
import { SeededRandom } from '#scripts/simulator/seeded-random.ts';
import { parseJson } from './exact-json.ts';
import { ExactNumber } from './exact-number.ts';
import { writeJson } from './write-json.ts';

class Own {
  readonly x = 1;
}

const LEAVES = [
  null,
  true,
  0,
  -0,
  -1.5,
  1e21,
  1e-7,
  2 ** 53,
  Number.NaN,
  Number.NEGATIVE_INFINITY,
  '',
  'plain',
  'a"b\\c\n\u2028\u0000é€𝄞',
  '\ud800',
  undefined,
  () => 1,
  Symbol('x'),
  new ExactNumber('67421.50'),
  new ExactNumber('-0.00000001'),
  new Date(0),
  new Own(),
  new Map([[1, 2]]),
  Object.create(null),
  new (class extends Number {})(7),
  { toJSON: () => ({ a: undefined, b: 1 }) },
  [],
  {},
];

const KEYS = ['price', 'a"b', '', '7', '2', '__proto__x', 'é', '\n', 'k'.repeat(70)];

function arbitrary(random: SeededRandom, depth: number): unknown {
  const kind = depth === 0 ? 0 : random.between(0, 2);
  if (kind === 0) return LEAVES[random.between(0, LEAVES.length - 1)];
  const values = Array.from({ length: random.between(0, 4) }, () => arbitrary(random, depth - 1));
  if (kind === 1) return values;
  return Object.fromEntries(
    values.map((value) => [KEYS[random.between(0, KEYS.length - 1)], value]),
  );
}

describe('writeJson', () => {
  it.each([1, 2, 3])('writes what JSON.stringify writes (seed %d)', (seed) => {
    const random = new SeededRandom(seed);
    for (let count = 0; count < 2_000; count += 1) {
      const value = { value: arbitrary(random, 4), list: [arbitrary(random, 3)] };
      expect(writeJson(value)).toBe(JSON.stringify(value));
      expect(writeJson(value.list)).toBe(JSON.stringify(value.list));
    }
  });

  it('writes what was read, member by member', () => {
    const text = '{"a":[1,67421.50,{"b":9007199254740993}],"c":"","d":null}';
    expect(writeJson([parseJson(text)])).toBe(`[${text}]`);
  });

  it('refuses what has no form in JSON', () => {
    expect(() => writeJson({ value: 1n })).toThrow(TypeError);
  });
});

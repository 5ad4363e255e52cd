import { describe, expect, it } from 'vitest';
import { generateWorkload, type WorkloadOptions } from './workload.ts';

const small = { count: 20_000, seed: 7, live: 2_000, profile: 'base', ids: 'dense' } as const;

/**
 * What the generator that the measurements of other engines were made with says of the same options:
 * the streams are the same exactly when the books that come out of them are.
 */
const recorded: readonly (readonly [WorkloadOptions, object, object])[] = [
  [
    small,
    {
      fills: 2_752,
      fillHash: 2_042_774_586,
      filledLots: 49_312,
      filledValue: 1_479_539_502,
      live: 1_883,
      liveLots: 95_727,
      bookHash: 3_903_984_803,
    },
    { maxId: 12_343, maxLive: 2_011, maxLevels: 280 },
  ],
  [
    { ...small, profile: 'wide', ids: 'scrambled' },
    {
      fills: 2_489,
      fillHash: 374_121_087,
      filledLots: 42_996,
      filledValue: 42_996_232_661,
      live: 1_918,
      liveLots: 95_298,
      bookHash: 3_417_623_285,
    },
    { maxId: 4_293_999_391, maxLive: 2_023, maxLevels: 1_705 },
  ],
];

const whole: typeof recorded = [
  [
    { count: 1_000_000, seed: 42, live: 30_000, profile: 'base', ids: 'dense' },
    {
      fills: 149_528,
      fillHash: 302_686_213,
      filledLots: 2_756_583,
      filledValue: 82_606_553_282,
      live: 29_170,
      liveLots: 1_468_758,
      bookHash: 3_598_506_162,
    },
    { maxId: 590_315, maxLive: 30_028, maxLevels: 474 },
  ],
  [
    { count: 1_000_000, seed: 42, live: 30_000, profile: 'wide', ids: 'dense' },
    {
      fills: 142_288,
      fillHash: 1_833_323_900,
      filledLots: 2_579_385,
      filledValue: 2_579_492_238_986,
      live: 29_316,
      liveLots: 1_472_253,
      bookHash: 2_555_295_939,
    },
    { maxId: 587_818, maxLive: 30_003, maxLevels: 21_605 },
  ],
];

const IS_SOAK = process.env.SOAK === '1';
const cases = IS_SOAK ? [...recorded, ...whole] : recorded;
const timeout = IS_SOAK ? 600_000 : 20_000;

describe('generateWorkload', () => {
  it.each(cases)(
    'gives the recorded stream for %o',
    (options, outcome, limits) => {
      const workload = generateWorkload(options);
      expect(workload.outcome).toEqual(outcome);
      expect(workload).toMatchObject(limits);
    },
    timeout,
  );

  it('gives another stream for another seed', () => {
    const other = generateWorkload({ ...small, seed: 8 });
    expect(other.outcome.fillHash).not.toBe(generateWorkload(small).outcome.fillHash);
  });
});

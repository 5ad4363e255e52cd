import { describe, expect, it } from 'vitest';
import { ChaosRounds } from './chaos-rounds.ts';

const IS_SOAK = process.env.SOAK === '1';
const SEED = Number(process.env.TEST_SEED ?? (IS_SOAK ? Date.now() % 1_000_000 : 1));
const ROUNDS = IS_SOAK ? 300 : 2;

describe('while everything around it fails', () => {
  it(
    'an exchange settles every trade once, and everybody has what they were told to the unit',
    async () => {
      const summary = await new ChaosRounds({ rounds: ROUNDS, seed: SEED }).run();
      expect(summary.rounds).toBe(ROUNDS);
      expect(summary.batches).toBeGreaterThan(1);
      expect(summary.trades).toBeGreaterThan(0);
    },
    ROUNDS * 120_000,
  );
});

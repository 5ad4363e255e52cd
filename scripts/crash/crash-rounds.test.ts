import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CrashRounds } from './crash-rounds.ts';

const SEED = Number(process.env.TEST_SEED ?? Date.now() % 1_000_000);
const ROUNDS = process.env.SOAK === '1' ? 400 : 15;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lux-crash-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('after kill -9 at any instant', () => {
  it(
    'nothing acknowledged is lost, nothing is executed twice, the state is that of one run',
    async () => {
      const summary = await new CrashRounds({ folder, rounds: ROUNDS, seed: SEED }).run();
      expect(summary.rounds).toBe(ROUNDS);
      expect(summary.acknowledged).toBeGreaterThan(1_000);
      expect(summary.snapshots).toBeGreaterThan(0);
    },
    ROUNDS * 10_000,
  );

  it('would find out an exchange that acknowledges before it is durable', async () => {
    const rounds = new CrashRounds({ folder, rounds: 20, seed: SEED, tooEarly: true });
    await expect(rounds.run()).rejects.toThrow(/acknowledged command \d+ is lost/);
  }, 100_000);
});

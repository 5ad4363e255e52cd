import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { chaosBugs, deafness } from './chaos-bugs.ts';
import { ChaosRounds } from './chaos-rounds.ts';

const IS_SOAK = process.env.SOAK === '1';
/** All of them take minutes. */
const TRIED = IS_SOAK ? chaosBugs : chaosBugs.slice(0, 1);
const ROUNDS = 3;
const PATIENCE_MS = 40_000;
const PLANTED = pathToFileURL('scripts/chaos/plant-bug.ts').href;

describe('a bug in the exchange', () => {
  it.each([...chaosBugs, { name: 'deafness', ...deafness }])(
    'can be planted: $name',
    ({ file, right }) => {
      expect(readFileSync(file, 'utf8').split(right)).toHaveLength(2);
    },
  );

  it.each(TRIED)(
    'is noticed: $name',
    async (bug) => {
      const number = chaosBugs.indexOf(bug);
      const rounds = new ChaosRounds({
        rounds: ROUNDS,
        seed: 1,
        plan: bug.plan,
        nodeArguments: ['--import', `${PLANTED}?bug=${number}`],
        patienceMs: PATIENCE_MS,
      });
      await expect(rounds.run()).rejects.toThrow(bug.noticed);
    },
    240_000,
  );
});

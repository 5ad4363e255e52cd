import { describe, expect, it } from 'vitest';
import { reportFailure } from './report-failure.ts';
import { runSimulation } from './run-simulation.ts';
import { SimulationCoverage } from './simulation-coverage.ts';
import { isProfileName, simulationProfiles } from './simulation-profile.ts';

/** A subset with each run of the tests; `npm run soak` takes its time. A failing seed is printed. */
const SOAK = process.env.SOAK === '1';
const RUNS = SOAK ? 150 : 5;
const COMMANDS = SOAK ? 5_000 : 3_000;
const timeout = SOAK ? 3_600_000 : 120_000;

/** So many accounts would take longer than all else; reference-engine.states.test.ts asks for it. */
const NOT_REACHED = ['reject account/too-many', 'reject settlement/too-many-quarantined'];

const coverage = new SimulationCoverage();
const profiles = Object.keys(simulationProfiles).filter(isProfileName);

describe('the engine and the reference, on random commands', () => {
  it.each(profiles)('agree in events and state, profile %s', { timeout }, (profile) => {
    for (let seed = 1; seed <= RUNS; seed += 1) {
      // The first run looks at the state after every command, refused ones included.
      const stride = seed === 1 ? 1 : 10;
      const simulation = { seed, profile, commands: COMMANDS, stride, restoreEvery: 500 };
      const outcome = runSimulation(simulation);
      coverage.merge(outcome.coverage);
      if (outcome.failure === null) continue;
      expect.fail(`Profile ${profile}, seed ${seed}:\n${reportFailure(outcome.failure)}`);
    }
  });

  it('reach every kind of event, every reject and every reason to be done', () => {
    expect(coverage.missing()).toEqual(NOT_REACHED);
    expect(coverage.rejected).toBeLessThan(coverage.commands / 2);
  });
});

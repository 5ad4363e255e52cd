import { parseArgs } from 'node:util';
import { reportFailure } from './report-failure.ts';
import { runSimulation } from './run-simulation.ts';
import { SimulationCoverage } from './simulation-coverage.ts';
import { isProfileName, type ProfileName, simulationProfiles } from './simulation-profile.ts';

const USAGE =
  'npm run simulate -- [--seed N] [--runs N] [--commands M] [--profile P] [--stride K] [--restore K] [--coverage]';

type Arguments = {
  readonly seed: number;
  readonly runs: number;
  readonly commands: number;
  readonly stride: number;
  readonly restoreEvery: number;
  readonly profiles: readonly ProfileName[];
  readonly showsCoverage: boolean;
};

/** Compares the engine with the reference on random commands and prints the first difference. */
function main(): void {
  const options = readArguments();
  const coverage = new SimulationCoverage();
  for (let run = 0; run < options.runs; run += 1) {
    for (const profile of options.profiles) {
      const seed = options.seed + run;
      const { commands, stride, restoreEvery } = options;
      const outcome = runSimulation({ seed, profile, commands, stride, restoreEvery });
      coverage.merge(outcome.coverage);
      if (outcome.failure === null) continue;
      console.error(`Profile ${profile}, seed ${seed}:\n${reportFailure(outcome.failure)}`);
      process.exitCode = 1;
      return;
    }
  }
  console.log(`${coverage.commands} commands, ${coverage.rejected} rejected: both engines agree.`);
  if (options.showsCoverage) for (const [name, count] of coverage.table()) console.log(count, name);
  if (coverage.missing().length > 0) console.log(`Never: ${coverage.missing().join(', ')}`);
}

function readArguments(): Arguments {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      runs: { type: 'string', default: '1' },
      commands: { type: 'string', default: '10000' },
      stride: { type: 'string', default: '1' },
      restore: { type: 'string', default: '0' },
      profile: { type: 'string', default: 'all' },
      coverage: { type: 'boolean', default: false },
    },
  });
  return {
    seed: wholeNumber(values.seed),
    runs: wholeNumber(values.runs),
    commands: wholeNumber(values.commands),
    stride: wholeNumber(values.stride),
    restoreEvery: values.restore === '0' ? 0 : wholeNumber(values.restore),
    profiles: profilesNamed(values.profile),
    showsCoverage: values.coverage,
  };
}

function profilesNamed(name: string): readonly ProfileName[] {
  if (name === 'all') return Object.keys(simulationProfiles).filter(isProfileName);
  if (isProfileName(name)) return [name];
  const names = Object.keys(simulationProfiles).join(', ');
  throw new Error(`There is no profile ${name}; there are ${names}.\n${USAGE}`);
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new Error(`${text} is no whole number from 1 on.\n${USAGE}`);
}

main();

import type { Command } from '#server/engine/index.ts';
import { CommandGenerator } from './command-generator.ts';
import type { Difference } from './compare-engines.ts';
import { EngineComparison } from './compare-engines.ts';
import { SimulationCoverage } from './simulation-coverage.ts';
import type { ProfileName } from './simulation-profile.ts';
import { simulationProfiles } from './simulation-profile.ts';

type Simulation = {
  readonly seed: number;
  readonly profile: ProfileName;
  readonly commands: number;
  /** Commands between two comparisons of the whole state; 1 = after every one. */
  readonly stride: number;
  /** Commands after which the engine is restored from its own encoded state; 0 = never. */
  readonly restoreEvery: number;
};

/** The first difference with the commands that led to it, the last one included. */
export type Failure = {
  readonly commands: readonly Command[];
  readonly difference: Difference;
};

type Outcome = {
  readonly coverage: SimulationCoverage;
  readonly failure: Failure | null;
};

/** Runs random commands through both engines until they disagree or the commands are used up. */
export function runSimulation(simulation: Simulation): Outcome {
  const generator = new CommandGenerator(simulation.seed, simulationProfiles[simulation.profile]);
  const comparison = new EngineComparison();
  const coverage = new SimulationCoverage();
  const commands: Command[] = [];
  for (let index = 1; index <= simulation.commands; index += 1) {
    const command = generator.next(comparison.reference);
    commands.push(command);
    const { events, difference } = comparison.execute(command);
    coverage.add(events);
    const isDue = index % simulation.stride === 0 || index === simulation.commands;
    const restores = simulation.restoreEvery > 0 && index % simulation.restoreEvery === 0;
    const found =
      difference ??
      (isDue ? comparison.compareStates(command) : null) ??
      (restores ? comparison.restore(command) : null);
    if (found !== null) return { coverage, failure: { commands, difference: found } };
  }
  return { coverage, failure: null };
}

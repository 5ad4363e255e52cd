import { describe, expect, it } from 'vitest';
import { CommandGenerator } from './command-generator.ts';
import { ReferenceEngine } from './reference-engine.ts';
import { simulationProfiles } from './simulation-profile.ts';

function commandsOf(seed: number, count: number): string[] {
  const generator = new CommandGenerator(seed, simulationProfiles.plain);
  const engine = new ReferenceEngine();
  return Array.from({ length: count }, () => {
    const command = generator.next(engine);
    engine.execute(command);
    return JSON.stringify(command);
  });
}

describe('CommandGenerator', () => {
  it('makes the same commands of the same seed, and others of another', () => {
    expect(commandsOf(1, 500)).toEqual(commandsOf(1, 500));
    expect(commandsOf(2, 500).slice(20)).not.toEqual(commandsOf(1, 500).slice(20));
  });

  it('numbers them without gaps, at times that never go back', () => {
    const stamps = commandsOf(3, 500).map((text) => JSON.parse(text));
    expect(stamps.map(({ seq }) => seq)).toEqual(Array.from({ length: 500 }, (_, at) => at + 1));
    const times = stamps.map(({ time }) => time);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});

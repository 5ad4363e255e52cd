import { parseArgs } from 'node:util';
import { ChaosRounds } from './chaos-rounds.ts';

/** `npm run chaos -- --rounds N --seed S`. */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '50' }, seed: { type: 'string' } },
});
const rounds = Number(values.rounds);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
if (![rounds, seed].every((value) => Number.isSafeInteger(value) && value >= 0)) {
  process.stderr.write('Usage: npm run chaos -- --rounds N --seed S, both whole numbers.\n');
  process.exit(2);
}

// What it has started ends with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

console.log(`chaos: ${rounds} rounds, seed ${seed}`);
try {
  console.log(await new ChaosRounds({ rounds, seed, onRound: (line) => console.log(line) }).run());
} catch (error) {
  if (!(error instanceof Error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CrashRounds } from './crash-rounds.ts';

/** `npm run crash -- [rounds] [seed]`. */
const [rounds = 100, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number);

const folder = mkdtempSync(join(tmpdir(), 'lux-crash-'));
console.log(`crash: ${rounds} rounds, seed ${seed}`);
try {
  const summary = await new CrashRounds({
    folder,
    rounds,
    seed,
    onRound: (line) => console.log(line),
  }).run();
  console.log(summary);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

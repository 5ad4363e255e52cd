import { budgets } from './budgets.ts';
import { firstLoad } from './first-load.ts';

/**
 * Holds a running production build to the budgets: `node scripts/budget/main.ts [origin]`, where the
 * origin is http://localhost:3000 unless another is given. Ends with 1 when a page exceeds its budget.
 */
async function main(origin: string): Promise<number> {
  let exceeded = 0;
  for (const { path, maxBytes } of budgets) {
    const { bytes, scripts } = await firstLoad(origin, path);
    const within = bytes <= maxBytes;
    if (!within) exceeded += 1;
    const verdict = within ? 'within' : 'EXCEEDS';
    console.log(
      `${path.padEnd(8)} ${kB(bytes)} of first-load JavaScript, ${verdict} ${kB(maxBytes)}`,
    );
    for (const script of scripts)
      console.log(`  ${kB(script.bytes)}  ${new URL(script.url).pathname}`);
  }
  return exceeded === 0 ? 0 : 1;
}

function kB(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1)} kB`.padStart(9);
}

process.exitCode = await main(process.argv[2] ?? 'http://localhost:3000');

import { spawnSync } from 'node:child_process';
import { ensureBrowser } from './ensure-browser.ts';
import { BrowserNotFoundError } from './find-browser.ts';

/** Runs Playwright, with the arguments given to this program, in a browser that is there. */
function runPlaywright(): number {
  const env = { ...process.env, CHROMIUM_PATH: ensureBrowser() };
  const args = ['test', ...process.argv.slice(2)];
  return (
    spawnSync('playwright', args, { env, stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1
  );
}

try {
  process.exitCode = runPlaywright();
} catch (error) {
  if (!(error instanceof BrowserNotFoundError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

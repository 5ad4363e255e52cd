import { fileURLToPath } from 'node:url';
import { ConfigurationError } from '#lib/env/configuration-error.ts';
import { FoundryBinaryMissingError } from '#scripts/dev-chain/foundry-binary.ts';
import { Exchange } from './exchange.ts';
import { parseArguments, USAGE } from './parse-arguments.ts';
import { Screen } from './screen.ts';
import { StartError } from './start-error.ts';
import { readStartSettings } from './start-settings.ts';
import { terminalStyle } from './terminal-style.ts';
import { watchParent } from './watch-parent.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** npm and the terminal both pass a Ctrl-C on; only a later one means impatience. */
const IMPATIENCE_MS = 1_000;

async function main(): Promise<void> {
  const style = terminalStyle(process.stdout.isTTY === true, process.env);
  const screen = new Screen((text) => process.stdout.write(text), style);
  try {
    const args = parseArguments(process.argv.slice(2));
    if (args.help) {
      console.log(USAGE);
      return;
    }
    const settings = readStartSettings(process.env);
    const exchange = new Exchange({ settings, args, screen, root });
    obeySignals(exchange);
    await exchange.run();
    screen.notice('everything has ended; the chain is kept for the next start');
  } catch (error) {
    if (!isForPeople(error)) throw error;
    if (error instanceof StartError) screen.error(error);
    else console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}

function obeySignals(exchange: Exchange): void {
  let askedAt: number | null = null;
  const ask = (reason: string) => {
    if (askedAt === null) {
      askedAt = performance.now();
      exchange.stop(reason);
    } else if (performance.now() - askedAt > IMPATIENCE_MS) {
      exchange.kill();
      process.exit(130);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => ask(signal === 'SIGINT' ? 'Ctrl-C' : signal));
  }
  // The terminal is gone, or the reader of a pipe: there is nobody to run for.
  process.stdout.on('error', () => ask('the output was closed'));
  if (process.env.npm_lifecycle_event !== undefined) watchParent(() => ask('npm has ended'));
  process.on('exit', () => exchange.kill());
}

function isForPeople(error: unknown): error is Error {
  return (
    error instanceof StartError ||
    error instanceof ConfigurationError ||
    error instanceof FoundryBinaryMissingError
  );
}

await main();
// An interrupted deployment still waits for blocks that nobody mines any more.
process.stdout.write('', () => process.exit());

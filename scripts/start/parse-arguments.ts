import { StartError } from './start-error.ts';

export type StartArguments = {
  readonly help: boolean;
  /** Begin with a new chain: what is kept of the old one is removed first. */
  readonly reset: boolean;
  /** Leave the web application out, for those who run `next dev` beside it. */
  readonly withoutWeb: boolean;
};

export const USAGE = `Usage: npm start [-- options]

Starts the whole exchange on this machine: a local chain with its contracts, the sidecar and the
web application. Ctrl-C ends it; the chain is kept for the next start.

Options:
  --reset        begin anew: remove the local chain's data first
  --without-web  start chain, contracts and sidecar only (for use with "npx next dev")
  --help         show this text

Environment (docs and README have all of it):
  WEB_PORT 3000, SIDECAR_PORT 8080, SIDECAR_WS_PORT 8081, ANVIL_PORT 8545
  CHAIN_ID 1337 (or 96369 to rehearse the main network's id), DATA_DIR .data
  NO_COLOR, LOG_LEVEL info`;

/**
 * Reads the command line.
 *
 * @throws StartError `start/unknown-argument` naming the argument.
 */
export function parseArguments(argv: readonly string[]): StartArguments {
  const known = ['--help', '-h', '--reset', '--without-web'];
  for (const argument of argv) {
    if (!known.includes(argument)) {
      throw new StartError('start/unknown-argument', {
        message: `npm start does not know ${JSON.stringify(argument)}.`,
        fix: 'It takes --reset, --without-web and --help, after "--": npm start -- --reset',
      });
    }
  }
  return {
    help: argv.includes('--help') || argv.includes('-h'),
    reset: argv.includes('--reset'),
    withoutWeb: argv.includes('--without-web'),
  };
}

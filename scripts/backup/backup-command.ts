import { resolve } from 'node:path';
import { ConfigurationError } from '#lib/env/configuration-error.ts';
import { readExchangeEnv } from '#lib/env/exchange-env.ts';
import { readSettings } from '#lib/env/read-settings.ts';
import { BackupError } from './backup-error.ts';
import { createBackup } from './create-backup.ts';
import { restoreBackup } from './restore-backup.ts';
import type { VerifiedBackup } from './verify-backup.ts';

const USAGE = `Usage: npm run backup -- <empty folder>      copies the exchange's data, also while it runs
       npm run restore -- <back-up folder>   puts a back-up into an empty DATA_DIR

Which exchange is said by DATA_DIR, NETWORK and CHAIN_ID. What is in a back-up, and what happens after
a restore, is in docs/operations.md. A back-up holds secrets: keep it as you keep those.`;

type CommandOutcome = {
  readonly output: string;
  readonly errors: string;
  readonly exitCode: number;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** What `npm run backup` and `npm run restore` do: `argv` begins with which of the two. */
export async function backupCommand(
  argv: readonly string[],
  env: Environment = process.env,
): Promise<CommandOutcome> {
  try {
    return { output: `${await run(argv, env)}\n`, errors: '', exitCode: 0 };
  } catch (error) {
    if (error instanceof ConfigurationError) return failed(error.message);
    if (error instanceof BackupError) {
      return failed(`${error.code}: ${error.message}\n${error.fix}`);
    }
    throw error;
  }
}

function failed(errors: string): CommandOutcome {
  return { output: '', errors: `${errors}\n`, exitCode: 1 };
}

async function run(argv: readonly string[], env: Environment): Promise<string> {
  const [command, ...rest] = argv;
  if (rest.includes('--help') || rest.includes('-h')) return USAGE;
  const [named, ...others] = rest;
  if (named === undefined || named.startsWith('-') || others.length > 0) {
    throw new BackupError('backup/invalid-option', {
      message: 'One folder has to be named, and nothing else.',
      fix: USAGE,
    });
  }
  const folder = resolve(named);
  const exchange = readExchangeEnv(env);
  if (command === 'restore') {
    const { found } = await restoreBackup(folder, exchange);
    return `${exchange.networkDir} was restored: ${described(found)}.`;
  }
  const hasDatabase = readSettings(env).DATABASE_URL !== undefined;
  const { manifest, found } = await createBackup({ ...exchange, hasDatabase }, folder);
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  const size = `${manifest.files.length} files, ${Math.ceil(bytes / 1_048_576)} MiB`;
  const database =
    manifest.history === 'database'
      ? '\nThe journal does not reach back to its beginning: back up the database of the history too.'
      : '';
  return `${folder} is whole (${size}): ${described(found)}.${database}`;
}

function described({ lastSeq, accounts, trades, settledBatch }: VerifiedBackup): string {
  return `${lastSeq} commands, ${accounts} accounts, ${trades} trades, ${settledBatch} batches settled on chain`;
}

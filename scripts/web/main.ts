import { ConfigurationError } from '#lib/env/configuration-error.ts';
import { readSettings } from '#lib/env/read-settings.ts';

/** `next start` at the address that the settings name, in this process. */
async function serve(): Promise<void> {
  const { HOST, WEB_PORT } = readSettings();
  process.argv.splice(2, process.argv.length, 'start', '--hostname', HOST, '--port', `${WEB_PORT}`);
  await import('next/dist/bin/next');
}

try {
  await serve();
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

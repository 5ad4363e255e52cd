import { randomUUID } from 'node:crypto';
import { ConfigurationError } from '#lib/env/configuration-error.ts';
import { readExchangeEnv } from '#lib/env/exchange-env.ts';
import { askSidecarOfFolder } from '#server/operator-requests.ts';

// npm run thaw -- <address>   lets an account trade again that settlement froze

/** The sidecar looks every second, and may have to ask the chain. */
const PATIENCE_MS = 30_000;
const POLL_MS = 200;

async function main([address]: readonly string[]): Promise<void> {
  if (address === undefined) return fail('Name the account: npm run thaw -- 0x…');
  const { networkDir } = readExchangeEnv();
  const place = { networkDir, id: randomUUID(), patienceMs: PATIENCE_MS, pollMs: POLL_MS };
  const answer = await askSidecarOfFolder({ command: 'thaw', address }, place);
  if (answer === null) {
    return fail(
      `No sidecar that has recovered uses ${networkDir}. Start it, or set DATA_DIR, NETWORK and CHAIN_ID as it has them.`,
    );
  }
  if (!answer.done) return fail(answer.text);
  console.log(answer.text);
}

function fail(text: string): void {
  console.error(text);
  process.exitCode = 1;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  fail(error.message);
}

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
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => stopping.abort());
  }
  const answer = await askSidecarOfFolder(
    { command: 'thaw', address },
    {
      ...{ networkDir, id: randomUUID(), patienceMs: PATIENCE_MS, pollMs: POLL_MS },
      signal: stopping.signal,
    },
  );
  if (answer === null && stopping.signal.aborted) {
    return fail(
      'The request is taken back. Unless the sidecar was at it already, nothing was changed.',
    );
  }
  if (answer === null) {
    return fail(
      `No sidecar that has recovered and seen its chain uses ${networkDir}, or it is at it still. Look at its /status, or set DATA_DIR, NETWORK and CHAIN_ID as it has them; it is safe to ask again.`,
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

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exchangePorts, startExchange } from '#scripts/start/started-exchange.ts';
import { createTestTokens } from './create-test-tokens.ts';
import { announceExchange } from './running-exchange.ts';

/** The web build is made first where there is none of these sources. */
const START_TIMEOUT_MS = 300_000;

/** Starts an exchange as `npm start` does, on free ports and in a folder of its own, for all tests. */
export default async function globalSetup(): Promise<(() => Promise<void>) | undefined> {
  // An exchange that was announced already is used as it is; whoever started it ends it.
  if (process.env.E2E_EXCHANGE !== undefined) return;
  const dataDir = mkdtempSync(join(tmpdir(), 'lux-browser-tests-'));
  const ports = await exchangePorts();
  const origins = `http://localhost:${ports.WEB_PORT}`;
  const exchange = await startExchange(
    { dataDir, ports, env: { CORS_ORIGINS: origins } },
    START_TIMEOUT_MS,
  );
  const stop = async () => {
    await exchange.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const { webUrl, sidecarUrl, rpcUrl, networkDir } = exchange;
    const place = { webUrl, sidecarUrl, rpcUrl, networkDir, dataDir };
    announceExchange({ ...place, testTokens: await createTestTokens(place) });
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

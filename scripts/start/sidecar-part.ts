import { join } from 'node:path';
import { readinessResponse } from '#lib/protocol/rest/readiness.ts';
import type { Part, Probe } from './part-runner.ts';
import type { StartSettings } from './start-settings.ts';

const STOP_PATIENCE_MS = 15_000;
const READY_TIMEOUT_MS = 60_000;

/** The sidecar: prices, market data and whatever else the exchange computes beside the chain. */
export function sidecarPart({ settings, root }: { settings: StartSettings; root: string }): Part {
  return {
    name: 'sidecar',
    spec: () => ({
      command: process.execPath,
      args: ['server/main.ts'],
      cwd: root,
      env: {
        // From the second start on Node neither strips types nor parses again. What changed or is damaged
        // is made anew; where the folder cannot be used, all is. A setting of the caller's own counts.
        NODE_COMPILE_CACHE: join(settings.processEnv.DATA_DIR ?? '.data', 'compiled'),
        ...settings.processEnv,
        NODE_ENV: 'production',
        EXIT_WITH_PARENT: '1',
      },
      patienceMs: STOP_PATIENCE_MS,
    }),
    probe: async (signal) => await probeReadiness(settings.sidecarUrl, signal),
    readyTimeoutMs: READY_TIMEOUT_MS,
  };
}

async function probeReadiness(url: string, signal: AbortSignal): Promise<Probe> {
  const response = await fetch(`${url}/readyz`, { signal });
  const { ready, checks } = readinessResponse.parse(await response.json());
  if (ready) return { ready, detail: url };
  const failed = Object.entries(checks).filter(([, { ok }]) => !ok);
  return { ready, detail: failed.map(([name, { detail }]) => `${name}: ${detail}`).join('; ') };
}

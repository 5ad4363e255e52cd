import { guarded } from './guarded.ts';
import type { Part, Probe } from './part-runner.ts';
import type { StartSettings } from './start-settings.ts';
import { NEXT } from './web-build.ts';

const STOP_PATIENCE_MS = 8_000;
const READY_TIMEOUT_MS = 60_000;

/** The web application, serving a finished build. */
export function webPart({
  settings,
  root,
  distDir,
}: {
  readonly settings: StartSettings;
  readonly root: string;
  readonly distDir: () => string;
}): Part {
  const { host, webPort, webUrl, processEnv } = settings;
  return {
    name: 'web',
    spec: () => ({
      command: process.execPath,
      args: [
        ...guarded('SIGTERM'),
        process.execPath,
        NEXT,
        'start',
        '--port',
        `${webPort}`,
        '--hostname',
        host,
      ],
      cwd: root,
      env: { ...processEnv, NODE_ENV: 'production', NEXT_DIST_DIR: distDir() },
      patienceMs: STOP_PATIENCE_MS,
    }),
    probe: async (signal) => await probePage(webUrl, signal),
    readyTimeoutMs: READY_TIMEOUT_MS,
  };
}

async function probePage(url: string, signal: AbortSignal): Promise<Probe> {
  const response = await fetch(url, { signal });
  // The first page is rendered whole, so that the first visitor does not wait for it.
  await response.text();
  return { ready: response.ok, detail: response.ok ? url : `it answers ${response.status}` };
}

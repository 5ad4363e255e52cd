import { type ExchangeEnv, readExchangeEnv } from '#lib/env/exchange-env.ts';
import { isLoopbackHost } from '#lib/env/loopback.ts';
import { readSettings } from '#lib/env/read-settings.ts';
import type { WantedPort } from './check-ports.ts';
import { StartError } from './start-error.ts';

/** What `npm start` runs where, and what each process is told. */
export type StartSettings = {
  readonly env: ExchangeEnv;
  readonly host: string;
  readonly anvilPort: number;
  readonly sidecarPort: number;
  readonly sidecarWsPort: number;
  readonly webPort: number;
  readonly webUrl: string;
  readonly sidecarUrl: string;
  readonly simulatedPrices: boolean;
  readonly simSeed: number;
  /** The backstop is the development account that is funded here, and none that was set. */
  readonly ownBackstop: boolean;
  /** The environment of the sidecar and the web application: this process's, completed. */
  readonly processEnv: Readonly<Record<string, string | undefined>>;
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings of a local exchange, with the same names and defaults as its processes.
 *
 * @throws ConfigurationError naming every wrong setting.
 * @throws StartError `start/not-local` when the settings mean another chain than the one it brings.
 */
export function readStartSettings(environment: Environment): StartSettings {
  const settings = readSettings(environment);
  if (settings.NETWORK !== 'local') throw notLocal('NETWORK', settings.NETWORK);
  const rpcUrl = `http://127.0.0.1:${settings.ANVIL_PORT}`;
  if (settings.RPC_URL !== undefined && !isSameRpc(settings.RPC_URL, settings.ANVIL_PORT)) {
    throw notLocal('RPC_URL', settings.RPC_URL);
  }
  for (const url of settings.RPC_URLS ?? []) {
    if (!isSameRpc(url, settings.ANVIL_PORT)) throw notLocal('RPC_URLS', url);
  }
  const withRpc = { ...environment, RPC_URL: rpcUrl };
  const env = readExchangeEnv(withRpc);
  return {
    env,
    host: settings.HOST,
    anvilPort: settings.ANVIL_PORT,
    sidecarPort: settings.SIDECAR_PORT,
    sidecarWsPort: settings.SIDECAR_WS_PORT,
    webPort: settings.WEB_PORT,
    webUrl: `http://localhost:${settings.WEB_PORT}`,
    sidecarUrl: `http://localhost:${settings.SIDECAR_PORT}`,
    simSeed: settings.SIM_SEED,
    ownBackstop: settings.BACKSTOP_PRIVATE_KEY === undefined,
    simulatedPrices: (settings.PRICE_SOURCES ?? 'simulated') === 'simulated',
    processEnv: { ...withRpc, DATA_DIR: env.dataDir, NEXT_TELEMETRY_DISABLED: '1' },
  };
}

/** Every port that this start needs. */
export function wantedPorts(settings: StartSettings, withWeb: boolean): readonly WantedPort[] {
  const web = { variable: 'WEB_PORT', port: settings.webPort, purpose: 'web application' };
  return [
    { variable: 'ANVIL_PORT', port: settings.anvilPort, purpose: 'local chain' },
    { variable: 'SIDECAR_PORT', port: settings.sidecarPort, purpose: 'sidecar' },
    { variable: 'SIDECAR_WS_PORT', port: settings.sidecarWsPort, purpose: "sidecar's sockets" },
    ...(withWeb ? [web] : []),
  ];
}

function isSameRpc(rpcUrl: string, anvilPort: number): boolean {
  const { protocol, hostname, port } = new URL(rpcUrl);
  const isPlain = protocol === 'http:' || protocol === 'ws:';
  return isPlain && isLoopbackHost(hostname) && Number(port || 80) === anvilPort;
}

function notLocal(variable: string, value: string): StartError {
  return new StartError('start/not-local', {
    message: `npm start runs a chain of its own, and ${variable} is ${value}.`,
    fix: `Unset ${variable}; or, to serve that chain, run "npm run start:sidecar" and "npm run start:web" (README).`,
  });
}

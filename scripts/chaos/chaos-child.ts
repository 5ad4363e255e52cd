import { spawn } from 'node:child_process';
import { CONFIRMATIONS } from './chaos-settings.ts';

/** The exchange as a process of its own. */
export type ChaosChild = {
  /** Resolves when it has ended; with what it ended. */
  readonly ended: Promise<string>;
  readonly isRunning: boolean;
  /** The last that it wrote. */
  complaint(): string;
  kill(): Promise<void>;
};

export type ChaosChildOptions = {
  readonly dataDir: string;
  /** Of the proxies, the preferred one first. */
  readonly rpcUrls: readonly string[];
  readonly port: number;
  readonly wsPort: number;
  /** Given to node before the program. */
  readonly nodeArguments: readonly string[];
};

const KEPT_COMPLAINT = 8_000;
/** Nobody is slowed down here. */
const FAST = '1000000';

/** Starts the sidecar, impatient, without makers and without prices. */
export function startChaosChild(options: ChaosChildOptions): ChaosChild {
  const { dataDir, rpcUrls, port, wsPort, nodeArguments } = options;
  const child = spawn(process.execPath, [...nodeArguments, 'scripts/chaos/sidecar.ts'], {
    // It ends with whoever started it.
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      DATA_DIR: dataDir,
      RPC_URL: rpcUrls[0],
      RPC_URLS: rpcUrls.join(),
      SIDECAR_PORT: String(port),
      SIDECAR_WS_PORT: String(wsPort),
      CONFIRMATIONS: String(CONFIRMATIONS),
      PRICE_SOURCES: 'none',
      MARKET_MAKER: '0',
      SIMULATED_TRADERS: '0',
      SNAPSHOT_EVERY: '1000',
      RATE_LIMIT_PER_SECOND: FAST,
      RATE_LIMIT_BURST: FAST,
      ACCOUNT_RATE_PER_SECOND: FAST,
      ACCOUNT_RATE_BURST: FAST,
      EXIT_WITH_PARENT: '1',
      LOG_LEVEL: 'warn',
    },
  });
  child.stdin.on('error', () => undefined);
  let complaint = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-KEPT_COMPLAINT);
    });
  }
  const ended = new Promise<string>((resolve) => {
    child.once('close', (code, signal) => resolve(String(code ?? signal)));
  });
  return {
    ended,
    get isRunning() {
      return child.exitCode === null && child.signalCode === null;
    },
    complaint: () => complaint,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

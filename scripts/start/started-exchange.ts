import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { freePort } from '#scripts/dev-chain/free-port.ts';
import { isRunning, type ProcessIdentity } from './process-identity.ts';

/** `npm start` as a test runs it: on ports and in a data folder of its own. */
export type StartedExchange = {
  readonly pid: number;
  readonly networkDir: string;
  readonly rpcUrl: string;
  readonly sidecarUrl: string;
  readonly webUrl: string;
  /** What it wrote so far. */
  output(): string;
  /** The processes that it runs now, by part; the guarded program follows its guardian. */
  processes(part: 'chain' | 'sidecar' | 'web'): readonly ProcessIdentity[];
  /** Resolves when it has ended, to its exit code (`null` when it was killed). */
  readonly ended: Promise<number | null>;
  /** Sends a signal to the supervisor alone. */
  signal(signal: NodeJS.Signals): void;
  /** Ends it in order. */
  stop(): Promise<number | null>;
};

export type ExchangePorts = {
  readonly ANVIL_PORT: string;
  readonly SIDECAR_PORT: string;
  readonly SIDECAR_WS_PORT: string;
  readonly WEB_PORT: string;
};

export type StartExchangeOptions = {
  readonly dataDir: string;
  readonly ports: ExchangePorts;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

const READY = /Ready in [\d.]+ s/;
const POLL_MS = 50;

const lockSchema = z.object({
  children: z.array(
    z.object({ name: z.string(), process: z.object({ pid: z.int(), birth: z.string() }) }),
  ),
});

/** Four ports that are free now. */
export async function exchangePorts(): Promise<ExchangePorts> {
  const ports = new Set<number>();
  while (ports.size < 4) ports.add(await freePort());
  const [anvil, sidecar, sockets, web] = [...ports];
  return {
    ANVIL_PORT: `${anvil}`,
    SIDECAR_PORT: `${sidecar}`,
    SIDECAR_WS_PORT: `${sockets}`,
    WEB_PORT: `${web}`,
  };
}

/** Starts the exchange without waiting for it. */
export function spawnExchange(options: StartExchangeOptions): StartedExchange {
  const { dataDir, ports, args = [], env = {} } = options;
  const child = spawn(process.execPath, ['scripts/start/start.ts', ...args], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...process.env, ...ports, DATA_DIR: dataDir, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => resolve(code));
  });
  const networkDir = join(dataDir, `local-${env.CHAIN_ID ?? 1337}`);
  return {
    pid: child.pid ?? 0,
    networkDir,
    rpcUrl: `http://127.0.0.1:${ports.ANVIL_PORT}`,
    sidecarUrl: `http://localhost:${ports.SIDECAR_PORT}`,
    webUrl: `http://localhost:${ports.WEB_PORT}`,
    output: () => output,
    processes: (part) => processesOf(networkDir, part),
    ended,
    signal: (signal) => void child.kill(signal),
    stop: async () => await stopChild(child, ended),
  };
}

/**
 * Starts the exchange and resolves when it says that it is ready.
 *
 * @throws Error with everything it wrote when it ends instead, or is not ready in time.
 */
export async function startExchange(
  options: StartExchangeOptions,
  timeoutMs = 180_000,
): Promise<StartedExchange> {
  const exchange = spawnExchange(options);
  let over = false;
  void exchange.ended.then(() => {
    over = true;
  });
  const deadline = performance.now() + timeoutMs;
  while (!READY.test(exchange.output())) {
    if (over || performance.now() > deadline) {
      await exchange.stop();
      throw new Error(`the exchange did not become ready:\n${exchange.output()}`);
    }
    await delay(POLL_MS);
  }
  return exchange;
}

async function stopChild(
  child: ChildProcess,
  ended: Promise<number | null>,
): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
  return await ended;
}

function processesOf(networkDir: string, part: string): readonly ProcessIdentity[] {
  const lock = lockSchema.parse(JSON.parse(readFileSync(join(networkDir, 'run.lock'), 'utf8')));
  return lock.children
    .filter(({ name, process }) => name === part && isRunning(process))
    .map(({ process }) => process);
}

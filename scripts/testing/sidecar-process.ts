import { type ChildProcess, spawn } from 'node:child_process';
import { freePort } from '#scripts/dev-chain/free-port.ts';

export type SidecarProcess = {
  readonly child: ChildProcess;
  readonly url: string;
  readonly wsUrl: string;
  /** What it has written so far. */
  output(): string;
  readonly exited: Promise<number | null>;
  /**
   * Whether it is ready, and what keeps it from being so; what it wrote last when it does not answer.
   *
   * @throws Error what it wrote last when it has ended.
   */
  readyChecks(): Promise<{ readonly ready: boolean; readonly failed: readonly string[] }>;
  /** Kills it as a crash would, and waits for its end. */
  kill(): Promise<void>;
};

/** Characters of its output that an error tells. */
const TOLD = 4_000;

/**
 * The sidecar as a process of its own on free ports, as `npm start` runs it; but deposits are final
 * soon, because nobody kills a test's chain.
 */
export async function spawnSidecar(env: Record<string, string>): Promise<SidecarProcess> {
  const [port, wsPort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, ['server/main.ts'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      NODE_ENV: 'production',
      PATH: process.env.PATH,
      SIDECAR_PORT: String(port),
      SIDECAR_WS_PORT: String(wsPort),
      CONFIRMATIONS: '2',
      ...env,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const url = `http://127.0.0.1:${port}`;
  return {
    child,
    url,
    wsUrl: `ws://127.0.0.1:${port}/ws`,
    output: () => output,
    exited,
    async readyChecks() {
      const { exitCode, signalCode } = child;
      const told = output.slice(-TOLD);
      if (exitCode !== null || signalCode !== null) {
        throw new Error(`the sidecar ended (${exitCode ?? signalCode}): ${told}`);
      }
      return (await readyChecks(url)) ?? { ready: false, failed: ['process', told] };
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function readyChecks(url: string) {
  try {
    const { ready, checks } = await (await fetch(`${url}/readyz`)).json();
    const failed = Object.keys(checks).filter((name) => !checks[name].ok);
    return { ready, failed };
  } catch {
    return null;
  }
}

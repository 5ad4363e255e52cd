import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '#scripts/dev-chain/free-port.ts';

const POLL_MS = 200;
const MAX_POLLS = 150;

/** The production build of the site, served for a measurement. */
export class WebServer {
  readonly origin: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, origin: string) {
    this.#child = child;
    this.origin = origin;
  }

  /**
   * Serves the build that `npm run build` has made, with a sidecar at a port of this machine.
   *
   * @throws Error when it does not answer; mostly there is no build.
   */
  static async start(sidecarPort: number): Promise<WebServer> {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const env = {
      ...process.env,
      HOST: '127.0.0.1',
      WEB_PORT: `${port}`,
      PUBLIC_SIDECAR_URL: `http://127.0.0.1:${sidecarPort}`,
      PUBLIC_SIDECAR_WS_URL: `ws://127.0.0.1:${sidecarPort}`,
    };
    const stdio = ['ignore', 'ignore', 'inherit'] as const;
    const child = spawn(process.execPath, ['scripts/web/main.ts'], { env, stdio: [...stdio] });
    const server = new WebServer(child, origin);
    for (let poll = 0; poll < MAX_POLLS && child.exitCode === null; poll += 1) {
      if (await answers(origin)) return server;
      await wait(POLL_MS);
    }
    await server.stop();
    throw new Error('The site is not served. Make it first: npm run build');
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill();
    await ended;
  }
}

async function answers(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/trade/BTC-USDT`)).ok;
  } catch {
    return false;
  }
}

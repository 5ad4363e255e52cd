import { once } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Deployment } from '#lib/domain/network.ts';
import { backstopFunds } from './backstop-funds.ts';
import { checkPorts } from './check-ports.ts';
import type { LogSource } from './console-log.ts';
import { deployContracts } from './deploy-contracts.ts';
import { endLeftovers } from './end-leftovers.ts';
import { LocalChain } from './local-chain.ts';
import { LogFile } from './log-file.ts';
import type { StartArguments } from './parse-arguments.ts';
import { type PartEvents, PartRunner } from './part-runner.ts';
import { acquireRunLock, type RunLock } from './run-lock.ts';
import type { Screen } from './screen.ts';
import { sidecarPart } from './sidecar-part.ts';
import { StartError } from './start-error.ts';
import { type StartSettings, wantedPorts } from './start-settings.ts';
import { logFolder, statusRows } from './status-rows.ts';
import { untilFunded } from './until-funded.ts';
import { ensureWebBuild } from './web-build.ts';
import { webPart } from './web-part.ts';

const LOCK_FILE = 'run.lock';

export type ExchangeOptions = {
  readonly settings: StartSettings;
  readonly args: StartArguments;
  readonly screen: Screen;
  /** The project's root. */
  readonly root: string;
};

type PartName = 'chain' | 'sidecar' | 'web';

/** The whole local exchange: brings its parts up in order, keeps them running, takes them down. */
export class Exchange {
  readonly #options: ExchangeOptions;
  readonly #stopping = new AbortController();
  readonly #logs = new Map<LogSource, LogFile>();
  readonly #chain: LocalChain;
  readonly #runners: Readonly<Record<PartName, PartRunner>>;
  #lock: RunLock | null = null;
  #deployment: Deployment | null = null;
  #distDir = '';
  #building: Promise<void> | null = null;
  #watching: Promise<void> | null = null;
  #failure: unknown = null;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    const { settings, root } = options;
    const events: PartEvents = {
      line: (source, line) => this.#line(source, line),
      notice: (_, text) => options.screen.notice(text),
      processesChanged: () => this.#recordProcesses(),
      failed: (error) => this.#fail(error),
    };
    this.#chain = new LocalChain(settings, (text) => options.screen.notice(text));
    this.#runners = {
      chain: new PartRunner(this.#chain.part, events),
      sidecar: new PartRunner(sidecarPart({ settings, root }), events),
      web: new PartRunner(webPart({ settings, root, distDir: () => this.#distDir }), events),
    };
  }

  /**
   * Runs until {@link stop} is called or a part cannot be kept running.
   *
   * @throws StartError why it could not start or go on; everything is ended by then.
   */
  async run(): Promise<void> {
    const { signal } = this.#stopping;
    try {
      this.#lock = await this.#takeOver();
      await this.#bringUp();
      if (!signal.aborted) await once(signal, 'abort');
    } catch (error) {
      // What the end of everything interrupts is no failure of its own.
      if (!signal.aborted) this.#failure = error;
    } finally {
      await this.#takeDown();
    }
    if (this.#failure !== null) throw this.#failure;
  }

  /** Begins the orderly end of everything; {@link run} resolves when it is done. */
  stop(reason: string): void {
    if (this.#stopping.signal.aborted) return;
    this.#options.screen.notice(`${reason}: ending everything in order (once more: at once)`);
    this.#stopping.abort();
  }

  /** Ends every process now, without saving. */
  kill(): void {
    for (const runner of Object.values(this.#runners)) runner.kill();
    this.#lock?.release();
  }

  /** Makes sure that nobody else uses the data folder and the ports. */
  async #takeOver(): Promise<RunLock> {
    const { settings, args, screen } = this.#options;
    const { networkDir } = settings.env;
    const lock = acquireRunLock(join(networkDir, LOCK_FILE));
    try {
      for (const { name, process } of await endLeftovers(lock.leftovers)) {
        screen.notice(`ended the ${name} (process ${process.pid}) that a killed start left behind`);
      }
      if (args.reset) removeNetworkData(networkDir);
      await checkPorts(wantedPorts(settings, !args.withoutWeb));
    } catch (error) {
      lock.release();
      throw error;
    }
    return lock;
  }

  async #bringUp(): Promise<void> {
    const { settings, args, screen, root } = this.#options;
    const { env } = settings;
    screen.heading(
      'Lux Exchange',
      `${env.network} chain ${env.chainId}, kept in ${env.networkDir}`,
    );
    const began = performance.now();
    const chain = this.#bringUpChain();
    const sidecar = chain.then(async () => await this.#start('sidecar'));
    const parts = [sidecar.then(async () => await this.#awaitBackstop())];
    if (!args.withoutWeb) {
      this.#building = screen.step('build', async () => await this.#build());
      parts.push(Promise.all([this.#building, chain]).then(async () => await this.#start('web')));
    }
    await Promise.all(parts);
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    const closing = args.withoutWeb
      ? `Ready in ${seconds} s. Ctrl-C ends it and keeps the chain.`
      : `Ready in ${seconds} s: open ${settings.webUrl}   Ctrl-C ends it and keeps the chain.`;
    const deployment = this.#deployment;
    const rows = statusRows({ settings, deployment, withWeb: !args.withoutWeb, cwd: root });
    screen.status(rows, closing);
  }

  async #bringUpChain(): Promise<void> {
    const { settings, screen } = this.#options;
    const { signal } = this.#stopping;
    await this.#start('chain');
    await screen.step('contracts', async () => {
      const onLine = (line: string) => this.#line('deploy', line);
      const { sent, deployment, differs } = await deployContracts(settings, onLine);
      this.#deployment = deployment;
      for (const difference of differs) {
        screen.notice(
          `the clearing house differs: ${difference} (npm start -- --reset begins anew)`,
        );
      }
      if (this.#chain.isNew()) await this.#chain.saved(signal);
      return sent === 0 ? 'all in place' : `deployed with ${sent} transactions, and saved`;
    });
    const restart = () => void this.#runners.chain.restart();
    this.#watching = this.#chain.watchSaves(signal, restart);
  }

  /** Its own development account is meant: whoever sets another one funds it when they like. */
  async #awaitBackstop(): Promise<void> {
    const { settings, screen } = this.#options;
    const { sidecarUrl, env, ownBackstop } = settings;
    if (!ownBackstop) return;
    const { signal } = this.#stopping;
    await screen.step('backstop', async () =>
      (await untilFunded(() => backstopFunds(sidecarUrl, env), { signal }))
        ? 'funded: contract accounts (Safes) can trade too'
        : 'not funded yet: until it is, orders of contract accounts (Safes) are refused',
    );
  }

  async #start(name: PartName): Promise<void> {
    this.#stopping.signal.throwIfAborted();
    await this.#options.screen.step(name, async () => await this.#runners[name].start());
  }

  async #build(): Promise<string> {
    const { screen, root, settings } = this.#options;
    const { distDir, built } = await ensureWebBuild({
      root,
      env: settings.processEnv,
      onLine: (line) => this.#line('build', line),
      onNotice: (text) => screen.notice(text),
      signal: this.#stopping.signal,
    });
    this.#distDir = distDir;
    return built ? `made in ${distDir}` : `${distDir} is current`;
  }

  async #takeDown(): Promise<void> {
    const { screen } = this.#options;
    this.#stopping.abort();
    await this.#building?.catch(() => undefined);
    // Those that use the chain go first: it ends with nothing on its way.
    await Promise.all([this.#runners.web.stop(), this.#runners.sidecar.stop()]);
    const end = await this.#runners.chain.stop();
    await this.#watching;
    if (this.#lock !== null) this.#chain.keepLastSave();
    if (end?.code !== 0 && end !== null && this.#failure === null) {
      screen.notice(`the chain did not end in order (${end.how}): its last save is what remains`);
    }
    this.#lock?.release();
    for (const log of this.#logs.values()) log.close();
  }

  #fail(error: StartError): void {
    this.#failure ??= error;
    this.#stopping.abort();
  }

  #recordProcesses(): void {
    const children = Object.values(this.#runners).flatMap((runner) =>
      runner.identities().map((process) => ({ name: runner.name, process })),
    );
    try {
      this.#lock?.record(children);
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      this.#fail(error);
    }
  }

  #line(source: LogSource, line: string): void {
    this.#options.screen.line(source, line);
    const log = this.#logs.get(source) ?? this.#openLog(source);
    log.write(line);
  }

  #openLog(source: LogSource): LogFile {
    const log = new LogFile(join(logFolder(this.#options.settings), `${source}.log`));
    this.#logs.set(source, log);
    return log;
  }
}

/** Everything of this chain but the lock on it. */
function removeNetworkData(networkDir: string): void {
  for (const name of readdirSync(networkDir)) {
    if (name !== LOCK_FILE) rmSync(join(networkDir, name), { recursive: true, force: true });
  }
}

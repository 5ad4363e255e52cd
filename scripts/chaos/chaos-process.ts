import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExchangeEnv } from '#lib/env/exchange-env.ts';
import { type ChaosChild, startChaosChild } from './chaos-child.ts';

/** Files that say how far something had come; an older one costs looking twice, and nothing else. */
const MARKS = ['custody-cursor.json', 'operator-transaction.json'] as const;

export type ChaosProcessOptions = {
  readonly env: ExchangeEnv;
  readonly rpcUrls: readonly string[];
  readonly port: number;
  readonly wsPort: number;
  readonly nodeArguments: readonly string[];
};

/** The exchange, which ends without warning and is started again with what its disk has. */
export class ChaosProcess {
  readonly url: string;
  readonly wsUrl: string;
  readonly #options: ChaosProcessOptions;
  /** Copies of files as they were once. */
  readonly #older = mkdtempSync(join(tmpdir(), 'lux-chaos-'));
  #child: ChaosChild | null = null;
  #isEnding = false;
  /** How it ended by itself; the supervisor of a real one starts it again. */
  #fault: string | null = null;
  kills = 0;

  constructor(options: ChaosProcessOptions) {
    this.#options = options;
    this.url = `http://127.0.0.1:${options.port}`;
    this.wsUrl = `ws://127.0.0.1:${options.port}/ws`;
  }

  start(): void {
    const { env, ...others } = this.#options;
    const child = startChaosChild({ ...others, dataDir: env.dataDir });
    this.#child = child;
    void child.ended.then((how) => {
      if (this.#isEnding || this.#child !== child) return;
      this.#fault ??= `the exchange ended by itself with ${how}:\n${child.complaint()}`;
    });
  }

  /** Why it does not run, though nobody has killed it. */
  get fault(): string | null {
    return this.#fault;
  }

  complaint(): string {
    return this.#child?.complaint() ?? '';
  }

  /** Kills it as a crash would, does something to its files, and starts it again. */
  async crash(meanwhile: () => void = () => undefined): Promise<void> {
    await this.end();
    this.kills += 1;
    meanwhile();
    this.start();
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#child?.kill();
    this.#isEnding = false;
  }

  /** The history is lost; the journal tells it again. */
  loseStore(): void {
    rmSync(join(this.#options.env.networkDir, 'history'), { recursive: true, force: true });
  }

  /** Remembers the marks as they are. */
  rememberMarks(): void {
    for (const name of MARKS) this.#copy(this.#options.env.networkDir, this.#older, name);
  }

  /** The marks are those of a while ago, as after a restored back-up. */
  restoreMarks(): void {
    for (const name of MARKS) this.#copy(this.#older, this.#options.env.networkDir, name);
  }

  async remove(): Promise<void> {
    await this.end();
    rmSync(this.#older, { recursive: true, force: true });
  }

  #copy(from: string, to: string, name: string): void {
    if (existsSync(join(from, name))) copyFileSync(join(from, name), join(to, name));
  }
}

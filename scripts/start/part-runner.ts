import { setTimeout as delay } from 'node:timers/promises';
import type { LogSource } from './console-log.ts';
import { readLogLine } from './log-line.ts';
import {
  type ManagedProcess,
  type ProcessEnd,
  type ProcessSpec,
  startProcess,
} from './managed-process.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { decideRestart, type RestartPolicy } from './restart-policy.ts';
import { StartError } from './start-error.ts';

/** One process of the exchange: how to start it and how to tell that it works. */
export type Part = {
  readonly name: LogSource;
  /** Done before each start of the process. */
  readonly prepare?: () => void | Promise<void>;
  readonly spec: () => Omit<ProcessSpec, 'onLine'>;
  /** Looks once whether it works. It may reject while it does not. */
  readonly probe: (signal: AbortSignal) => Promise<Probe>;
  readonly readyTimeoutMs: number;
  readonly restartPolicy?: RestartPolicy;
  /**
   * Repairs what made the part end before it worked, given its last lines; true when there was such a
   * thing and the part is to be started again at once.
   *
   * @throws StartError when there is, and only a person can repair it.
   */
  readonly repair?: (lastLines: readonly string[]) => boolean;
};

/** What is seen of a part: where it is when it works, what is missing when it does not. */
export type Probe = { readonly ready: boolean; readonly detail: string };

export type PartEvents = {
  readonly line: (source: LogSource, line: string) => void;
  /** Something a person should know of: a crash, a restart. */
  readonly notice: (source: LogSource, text: string) => void;
  readonly processesChanged: () => void;
  /** The part cannot be kept running. */
  readonly failed: (error: StartError) => void;
};

type ReadyOutcome =
  | { readonly kind: 'ready'; readonly detail: string }
  | { readonly kind: 'ended'; readonly how: string }
  | { readonly kind: 'late'; readonly detail: string };

const KEPT_LINES = 12;
const PROBE_INTERVAL_MS = 100;
const PROBE_TIMEOUT_MS = 2_000;

/** Starts one part and keeps it running until it is stopped. */
export class PartRunner {
  readonly #part: Part;
  readonly #events: PartEvents;
  readonly #stopping = new AbortController();
  readonly #crashes: number[] = [];
  #lastLines: string[] = [];
  #process: ManagedProcess | null = null;
  #watch: Promise<void> | null = null;
  #planned = false;

  constructor(part: Part, events: PartEvents) {
    this.#part = part;
    this.#events = events;
  }

  get name(): LogSource {
    return this.#part.name;
  }

  identities(): readonly ProcessIdentity[] {
    return this.#process?.identities() ?? [];
  }

  /**
   * Starts the part, and resolves to what there is to say of it once it works. From then on it is
   * restarted whenever it ends by itself.
   *
   * @throws StartError when it ends before it works, or does not work in time.
   */
  async start(): Promise<string> {
    for (;;) {
      const process = await this.#spawn();
      const outcome = await this.#untilReady(process);
      if (outcome.kind === 'ready') {
        this.#watch = this.#keepRunning(process);
        return outcome.detail;
      }
      const repaired = outcome.kind === 'ended' && this.#part.repair?.(this.#lastLines) === true;
      if (!repaired || this.#stopping.signal.aborted) throw this.#notReady(outcome);
    }
  }

  /** Ends the process in order and starts it again, which is no crash. */
  async restart(): Promise<void> {
    this.#planned = true;
    await this.#process?.stop();
  }

  /** Ends the part and resolves when its processes are gone; `null` when it never had one. */
  async stop(): Promise<ProcessEnd | null> {
    this.#stopping.abort();
    const end = await this.#process?.stop();
    await this.#watch;
    return end ?? null;
  }

  kill(): void {
    this.#stopping.abort();
    this.#process?.kill();
  }

  async #spawn(): Promise<ManagedProcess> {
    const { name, prepare, spec } = this.#part;
    await prepare?.();
    this.#lastLines = [];
    const onLine = (line: string) => {
      this.#lastLines = [...this.#lastLines, line].slice(-KEPT_LINES);
      this.#events.line(name, line);
    };
    const process = startProcess({ ...spec(), onLine }, this.#events.processesChanged);
    this.#process = process;
    this.#events.processesChanged();
    // Stopped while it was being prepared: nobody else would end it.
    if (this.#stopping.signal.aborted) void process.stop();
    return process;
  }

  async #untilReady(process: ManagedProcess): Promise<ReadyOutcome> {
    const { probe, readyTimeoutMs } = this.#part;
    const over = new AbortController();
    let end: ProcessEnd | null = null;
    let missing = 'it does not answer';
    void process.ended.then((how) => {
      end = how;
      over.abort();
    });
    const deadline = performance.now() + readyTimeoutMs;
    while (end === null && performance.now() < deadline) {
      const timely = AbortSignal.any([over.signal, AbortSignal.timeout(PROBE_TIMEOUT_MS)]);
      const seen = await probe(timely).catch(() => null);
      // Whoever answers while our process is gone is somebody else.
      if (seen?.ready === true && end === null) return { kind: 'ready', detail: seen.detail };
      missing = seen?.detail ?? missing;
      await delay(PROBE_INTERVAL_MS, undefined, { signal: over.signal }).catch(() => undefined);
    }
    return end === null
      ? { kind: 'late', detail: missing }
      : { kind: 'ended', how: (await process.ended).how };
  }

  async #keepRunning(first: ManagedProcess): Promise<void> {
    let process = first;
    for (;;) {
      const end = await process.ended;
      this.#events.processesChanged();
      if (this.#stopping.signal.aborted) return;
      try {
        if (!(await this.#mayStartAgain(end))) return;
        process = await this.#spawn();
      } catch (error) {
        this.#events.failed(asStartError(this.name, error));
        return;
      }
      void this.#tellWhenReady(process);
    }
  }

  /** Waits as long as is wise after this end; false when the part is being stopped. */
  async #mayStartAgain(end: ProcessEnd): Promise<boolean> {
    const { signal } = this.#stopping;
    if (this.#planned) {
      this.#planned = false;
      return true;
    }
    this.#crashes.push(performance.now());
    if (this.#part.repair?.(this.#lastLines) === true) return true;
    const decision = decideRestart(this.#crashes, this.#part.restartPolicy);
    if (decision.kind === 'give-up') throw this.#crashedTooOften(end, decision.crashes);
    this.#events.notice(this.name, `the ${this.name} ended (${end.how}); starting it again`);
    await delay(decision.delayMs, undefined, { signal }).catch(() => undefined);
    return !signal.aborted;
  }

  async #tellWhenReady(process: ManagedProcess): Promise<void> {
    const outcome = await this.#untilReady(process);
    // An end is dealt with by whoever waits for it.
    if (outcome.kind === 'ended' || this.#stopping.signal.aborted) return;
    const text =
      outcome.kind === 'ready'
        ? `the ${this.name} works again: ${outcome.detail}`
        : `the ${this.name} runs but is not ready after ${this.#timeoutSeconds()} s: ${outcome.detail}`;
    this.#events.notice(this.name, text);
  }

  #notReady(outcome: Exclude<ReadyOutcome, { kind: 'ready' }>): StartError {
    const what =
      outcome.kind === 'late'
        ? `was not ready in ${this.#timeoutSeconds()} s (${outcome.detail})`
        : `ended at once (${outcome.how})`;
    return new StartError('start/part-not-ready', {
      message: [`The ${this.name} ${what}. It said last:`, ...this.#quoted()].join('\n'),
      fix: 'Repair what it names and start again. Its whole log is in the data folder, under logs/.',
    });
  }

  #timeoutSeconds(): number {
    return Math.round(this.#part.readyTimeoutMs / 1_000);
  }

  #crashedTooOften(end: ProcessEnd, crashes: number): StartError {
    return new StartError('start/part-keeps-ending', {
      message: [
        `The ${this.name} ended ${crashes} times within a minute, last with ${end.how}. It said:`,
        ...this.#quoted(),
      ].join('\n'),
      fix: 'Everything was stopped. Repair what it names and start again; its whole log is under logs/.',
    });
  }

  #quoted(): readonly string[] {
    return this.#lastLines.length === 0
      ? ['  (nothing)']
      : this.#lastLines.map((line) => `  ${readLogLine(line).text}`);
  }
}

function asStartError(name: LogSource, error: unknown): StartError {
  if (error instanceof StartError) return error;
  return new StartError('start/part-not-started', {
    message: `The ${name} could not be started: ${messageOf(error)}`,
    fix: 'Start again; if that does not help, begin anew with: npm start -- --reset',
    cause: error,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

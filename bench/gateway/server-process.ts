import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAMS = {
  exchange: new URL('./exchange-process.ts', import.meta.url),
  plain: new URL('./plain-process.ts', import.meta.url),
} as const;

/** What a process of this bench is asked, and what it answers. */
type Message = { readonly id: number; readonly value: unknown };

/** A server in a process of its own. */
export class ServerProcess {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (value: unknown) => void>();
  #asked = 0;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
    child.on('message', ({ id, value }: Message) => {
      this.#waiting.get(id)?.(value);
      this.#waiting.delete(id);
    });
  }

  /**
   * Starts one, which tells its port when it serves.
   *
   * @throws When it ends before.
   */
  static async start(
    program: keyof typeof PROGRAMS,
    args: readonly string[] = [],
  ): Promise<ServerProcess> {
    const child = fork(fileURLToPath(PROGRAMS[program]), [...args], { execArgv: ['--expose-gc'] });
    const port = await new Promise<number>((resolve, reject) => {
      child.once('message', (value: number) => resolve(value));
      child.once('exit', (code) => reject(new Error(`${program} ended with ${code}`)));
    });
    return new ServerProcess(child, port);
  }

  /** Asks the program something; it answers one question of the same kind alike. */
  ask<Answer>(question: string, value: unknown = null): Promise<Answer> {
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((resolve) => {
      this.#waiting.set(id, (answer) => resolve(answer as Answer));
      this.#child.send({ id, question, value });
    });
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.disconnect();
    await ended;
  }
}

/** Answers the questions of the process that started this one; ends with it. */
export function serveQuestions(
  port: number,
  {
    answers,
    end,
  }: {
    readonly answers: Readonly<Record<string, (value: never) => unknown>>;
    readonly end: () => Promise<void>;
  },
): void {
  process.on('message', async ({ id, question, value }: Message & { question: string }) => {
    const answer = answers[question];
    if (answer === undefined) throw new Error(`nobody answers ${question}`);
    process.send?.({ id, value: await answer(value as never) });
  });
  process.on('disconnect', () => {
    void end().finally(() => process.exit(0));
  });
  process.send?.(port);
}

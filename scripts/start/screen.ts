import { formatLogLine, isTrouble, type LogSource } from './console-log.ts';
import type { StartError } from './start-error.ts';
import type { TerminalStyle } from './terminal-style.ts';

const TITLE_WIDTH = 10;

/** What the person who started the exchange sees. */
export class Screen {
  readonly #write: (text: string) => void;
  readonly #style: TerminalStyle;
  /** While parts are starting only trouble is shown of what they say; the log files have all. */
  #quiet = true;

  constructor(write: (text: string) => void, style: TerminalStyle) {
    this.#write = write;
    this.#style = style;
  }

  heading(text: string, rest: string): void {
    this.#write(`\n${this.#style('bold', text)}  ${this.#style('dim', rest)}\n\n`);
  }

  /** Does a step and shows how long it took and what came of it. */
  async step(title: string, work: () => Promise<string>): Promise<void> {
    const began = performance.now();
    const detail = await work();
    const time = `${((performance.now() - began) / 1_000).toFixed(1)} s`.padStart(7);
    const mark = this.#style('green', '✓');
    this.#write(`  ${mark} ${title.padEnd(TITLE_WIDTH)} ${this.#style('dim', time)}  ${detail}\n`);
  }

  /** Something the supervisor itself has to say. */
  notice(text: string): void {
    this.#write(
      this.#quiet
        ? `  ${this.#style('yellow', '·')} ${text}\n`
        : `${formatLogLine(this.#style, { source: 'start', line: text })}\n`,
    );
  }

  line(source: LogSource, line: string): void {
    if (this.#quiet && !isTrouble(line)) return;
    this.#write(`${formatLogLine(this.#style, { source, line })}\n`);
  }

  /** Shows the status, and from then on everything that the parts say. */
  status(rows: readonly StatusRow[], closing: string): void {
    this.#quiet = false;
    const lines = rows.map(
      ({ name, text }) => `  ${this.#style('bold', name.padEnd(TITLE_WIDTH + 2))} ${text}`,
    );
    this.#write(`\n${lines.join('\n')}\n\n  ${this.#style('green', closing)}\n\n`);
  }

  error({ message, fix, code }: StartError): void {
    const lines = [this.#style('red', message), fix, this.#style('dim', code)];
    this.#write(`\n${lines.join('\n')}\n`);
  }
}

export type StatusRow = { readonly name: string; readonly text: string };

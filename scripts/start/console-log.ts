import { type LogLevel, readLogLine } from './log-line.ts';
import type { TerminalColour, TerminalStyle } from './terminal-style.ts';

/** Which process a line comes from; each has its prefix and colour. */
export type LogSource = 'start' | 'chain' | 'deploy' | 'build' | 'sidecar' | 'web';

const SOURCE_COLOURS: Readonly<Record<LogSource, TerminalColour>> = {
  start: 'bold',
  chain: 'yellow',
  deploy: 'blue',
  build: 'blue',
  sidecar: 'cyan',
  web: 'magenta',
};

const PREFIX_WIDTH = Math.max(...Object.keys(SOURCE_COLOURS).map((name) => name.length));

const LEVEL_COLOURS: Partial<Readonly<Record<LogLevel, TerminalColour>>> = {
  trace: 'dim',
  debug: 'dim',
  warn: 'yellow',
  error: 'red',
  fatal: 'red',
};

/** One line of the screen: the process's prefix, then what it said. */
export function formatLogLine(
  style: TerminalStyle,
  { source, line }: { source: LogSource; line: string },
): string {
  const { level, text } = readLogLine(line);
  const colour = LEVEL_COLOURS[level];
  const isUrgent = level === 'warn' || level === 'error' || level === 'fatal';
  const marked = isUrgent ? `${level}: ${text}` : text;
  const prefix = style(SOURCE_COLOURS[source], source.padEnd(PREFIX_WIDTH));
  return `${prefix} ${style('dim', '│')} ${colour === undefined ? marked : style(colour, marked)}`;
}

/** Whether a line is shown while the exchange is still starting, when only trouble is of interest. */
export function isTrouble(line: string): boolean {
  const { level } = readLogLine(line);
  return level === 'warn' || level === 'error' || level === 'fatal';
}

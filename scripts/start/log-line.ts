import { stripVTControlCharacters } from 'node:util';

/** How serious a line of a process's log is; `plain` where the line does not say. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'plain';

export type LogLine = { readonly level: LogLevel; readonly text: string };

const LEVELS: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** Members that every line has and nobody reads in a terminal. */
const UNREAD: ReadonlySet<string> = new Set([
  'level',
  'time',
  'msg',
  'service',
  'pid',
  'hostname',
  'v',
]);

/** Longest part of one member that is shown; the log file has all of it. */
const MAX_MEMBER_LENGTH = 160;

/**
 * Reads one line of a process's output for a person: a JSON log line becomes its message and its
 * members, anything else stays as it is without its control characters.
 */
export function readLogLine(line: string): LogLine {
  const record = jsonObject(line);
  if (record === null || typeof record.msg !== 'string') {
    return { level: 'plain', text: withoutControls(line) };
  }
  const level = LEVELS.find((each) => each === record.level) ?? 'info';
  const members = Object.entries(record)
    .filter(([name]) => !UNREAD.has(name))
    .map(([name, value]) => memberText(name, value));
  return { level, text: withoutControls([record.msg, ...members].join('  ')) };
}

function memberText(name: string, value: unknown): string {
  const text = name === 'err' ? errorText(value) : valueText(value);
  const short = text.length > MAX_MEMBER_LENGTH ? `${text.slice(0, MAX_MEMBER_LENGTH - 1)}…` : text;
  return `${name}=${short}`;
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A logged error carries its stack; a terminal gets its message. */
function errorText(value: unknown): string {
  const hasMessage = typeof value === 'object' && value !== null && 'message' in value;
  return hasMessage ? valueText(value.message) : valueText(value);
}

function jsonObject(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

/** Output may hold sequences that would move the cursor or recolour the terminal. */
function withoutControls(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/\p{Cc}+/gu, ' ')
    .trimEnd();
}

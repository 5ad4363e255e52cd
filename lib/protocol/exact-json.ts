import { exactNumber } from './exact-number.ts';
import { ProtocolError } from './protocol-error.ts';

type Reviver = (key: string, value: unknown, context?: { readonly source?: string }) => unknown;

/** JSON with what ES2026 adds to it; engines of before 2025 lack the reviver's context. */
type JsonWithSources = { parse(text: string, reviver: Reviver): unknown };

const json: JsonWithSources = JSON;

const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const DEFAULT_MAX_DEPTH = 16;

/**
 * Reads JSON from the other side of a wire. Numbers other than short integers keep their source text
 * ({@link ExactNumber}), so that no decimal is rounded; an engine without source texts gives doubles,
 * which are exact to 15 significant digits. An object that names a member twice is refused, because
 * one reader takes its first value and another its last.
 *
 * @throws ProtocolError `gateway/malformed-json`, `gateway/too-deep`, `gateway/forbidden-key` or
 *   `gateway/duplicate-key`.
 */
export function parseJson(text: string, { maxDepth = DEFAULT_MAX_DEPTH } = {}): unknown {
  // Before parsing: the parser's own recursion is what a deep text would exhaust.
  const { kind, escapes, members } = scan(text, maxDepth);
  if (kind === 'too-deep') {
    throw new ProtocolError('gateway/too-deep', { facts: { max_depth: maxDepth } });
  }
  const read = attempt(() => {
    if (kind === 'plain') return readPlain(text);
    return escapes ? readExactly(text) : readMarked(text);
  });
  // A member that is named twice is one; so are those of an object that another one took the place of.
  if (read.members !== members) throw duplicateKey(text);
  return read.value;
}

/** What was read, and how many members all its objects have together. */
type Read = { readonly value: unknown; readonly members: number };

function attempt(read: () => Read): Read {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof ProtocolError) throw cause;
    throw new ProtocolError('gateway/malformed-json', { cause });
  }
}

/** Looking at every value once more takes several times as long as reading them. */
function readPlain(text: string): Read {
  const value: unknown = JSON.parse(text);
  return { value, members: membersOf(value) };
}

function membersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let members = 0;
  if (Array.isArray(value)) {
    for (const element of value) members += membersOf(element);
    return members;
  }
  const values = Object.values(value);
  members = values.length;
  for (const member of values) members += membersOf(member);
  return members;
}

/**
 * Reads a text without escapes: what a double might round is made a text before, and then a number, in
 * half the time of asking for the source of each value. The mark before it is a character that no text
 * without escapes can hold.
 */
function readMarked(text: string): Read {
  const holder = { value: JSON.parse(withMarkedNumbers(text)) as unknown };
  // The whole is a member here, and of nothing that was sent.
  const members = unmark(holder) - 1;
  return { value: holder.value, members };
}

function withMarkedNumbers(text: string): string {
  let marked = '';
  let taken = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (character === QUOTE) {
      const end = text.indexOf('"', index + 1);
      if (end === -1) break;
      index = end;
    } else if (character === MINUS || isDigit(character)) {
      const from = index;
      while (isOfNumber(text.charCodeAt(index + 1))) index += 1;
      const number = text.slice(from, index + 1);
      if (SHORT_INTEGER.test(number)) continue;
      marked += `${text.slice(taken, from)}"${ESCAPED_MARK}${number}"`;
      taken = index + 1;
    }
  }
  return marked + text.slice(taken);
}

/** Puts exact numbers in the place of marked ones, at every depth; counts the members of all objects. */
function unmark(holder: object): number {
  const isList = Array.isArray(holder);
  const keys = Object.keys(holder);
  let members = isList ? 0 : keys.length;
  const values = holder as Record<string, unknown>;
  for (const key of keys) {
    if (FORBIDDEN_KEYS.has(key)) {
      throw new ProtocolError('gateway/forbidden-key', { facts: { key } });
    }
    if (key.startsWith(MARK)) throw new SyntaxError('a number is no name');
    const value = values[key];
    if (typeof value === 'string' && value.startsWith(MARK)) values[key] = unmarked(value);
    else if (typeof value === 'object' && value !== null) members += unmark(value);
  }
  return members;
}

function unmarked(value: string): unknown {
  const number = value.slice(MARK.length);
  if (!NUMBER.test(number)) throw new SyntaxError('not a number');
  return exactNumber(number);
}

function isDigit(character: number): boolean {
  return character >= DIGIT_0 && character <= DIGIT_9;
}

/** Whether a character may be in a number after its first; which is one, `NUMBER` tells. */
function isOfNumber(character: number): boolean {
  const isSign = character === MINUS || character === PLUS;
  return isDigit(character) || character === POINT || isSign || (character | LOWER_CASE) === E;
}

function readExactly(text: string): Read {
  // The whole is looked at too, as the only member of nothing.
  let members = -1;
  const value = json.parse(text, (key, present, context) => {
    members += 1;
    if (FORBIDDEN_KEYS.has(key)) {
      throw new ProtocolError('gateway/forbidden-key', { facts: { key } });
    }
    if (typeof present === 'number') {
      return context?.source === undefined ? present : exactNumber(context.source);
    }
    // Elements of a list were looked at one by one, and are no members.
    if (Array.isArray(present)) members -= present.length;
    return present;
  });
  return { value, members };
}

/** Names the key, of a text that holds one twice. */
function duplicateKey(text: string): ProtocolError {
  const open: Set<string>[] = [];
  for (const [token, key] of text.matchAll(TOKENS)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (key !== undefined) {
      const name: unknown = JSON.parse(key);
      const keys = open.at(-1);
      if (keys?.has(String(name))) {
        const facts = { key: String(name).slice(0, TOLD_CHARACTERS) };
        return new ProtocolError('gateway/duplicate-key', { facts });
      }
      keys?.add(String(name));
    }
  }
  return new ProtocolError('gateway/duplicate-key');
}

/** Braces, keys, and texts that are none: what is in them is not looked at. */
const TOKENS = /[{}]|("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"/g;

const TOLD_CHARACTERS = 64;

type Scanned = {
  /**
   * Plain is a text whose numbers doubles hold exactly and in which no key can be a forbidden one, as
   * most are that carry neither price nor size.
   */
  readonly kind: 'too-deep' | 'plain' | 'exact';
  /** Whether a text in it holds an escape. */
  readonly escapes: boolean;
  /** How many members are written down. */
  readonly members: number;
};

function scan(text: string, maxDepth: number): Scanned {
  let depth = 0;
  let members = 0;
  let inString = false;
  let digits = 0;
  let isPlain = true;
  let escapes = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    const digitsBefore = digits;
    digits = 0;
    if (inString) {
      if (character === BACKSLASH) {
        index += 1;
        escapes = true;
      } else if (character === QUOTE) {
        inString = false;
      }
    } else if (character === QUOTE) {
      inString = true;
    } else if (character === OPEN_BRACE || character === OPEN_BRACKET) {
      depth += 1;
      if (depth > maxDepth) return { kind: 'too-deep', escapes, members };
    } else if (character === CLOSE_BRACE || character === CLOSE_BRACKET) {
      depth -= 1;
    } else if (character === COLON) {
      members += 1;
    } else if (character >= DIGIT_0 && character <= DIGIT_9) {
      digits = digitsBefore + 1;
      if (digits > PLAIN_DIGITS) isPlain = false;
    } else if (character === POINT || (digitsBefore > 0 && (character | LOWER_CASE) === E)) {
      isPlain = false;
    }
  }
  const kind = isPlain && !escapes && !namesForbidden(text) ? 'plain' : 'exact';
  return { kind, escapes, members };
}

function namesForbidden(text: string): boolean {
  for (const key of FORBIDDEN_KEYS) if (text.includes(key)) return true;
  return false;
}

/** Every integer of so many digits is a safe one. */
const PLAIN_DIGITS = 15;

const SHORT_INTEGER = /^-?\d{1,15}$/;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

const MARK = '\0';
const ESCAPED_MARK = '\\u0000';

const MINUS = 0x2d;
const PLUS = 0x2b;
const COLON = 0x3a;
const POINT = 0x2e;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const E = 0x65;
const LOWER_CASE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

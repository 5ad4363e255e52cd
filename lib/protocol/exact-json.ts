import { exactNumber } from './exact-number.ts';
import { ProtocolError } from './protocol-error.ts';

/** JSON with what ES2026 adds to it; engines of before 2025 lack the reviver's context. */
type JsonWithSources = {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context?: { readonly source?: string }) => unknown,
  ): unknown;
};

const json: JsonWithSources = JSON;

const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const DEFAULT_MAX_DEPTH = 16;

/**
 * Reads JSON from the other side of a wire. Numbers other than short integers keep their source text
 * ({@link ExactNumber}), so that no decimal is rounded; an engine without source texts gives doubles,
 * which are exact to 15 significant digits.
 *
 * @throws ProtocolError `gateway/malformed-json`, `gateway/too-deep` or `gateway/forbidden-key`.
 */
export function parseJson(text: string, { maxDepth = DEFAULT_MAX_DEPTH } = {}): unknown {
  // Before parsing: the parser's own recursion is what a deep text would exhaust.
  const kind = kindOf(text, maxDepth);
  if (kind === 'too-deep') {
    throw new ProtocolError('gateway/too-deep', { facts: { max_depth: maxDepth } });
  }
  try {
    // Looking at every value once more takes several times as long as reading them.
    return kind === 'plain' ? JSON.parse(text) : json.parse(text, reviveExactly);
  } catch (cause) {
    if (cause instanceof ProtocolError) throw cause;
    throw new ProtocolError('gateway/malformed-json', { cause });
  }
}

function reviveExactly(key: string, value: unknown, context?: { readonly source?: string }) {
  if (FORBIDDEN_KEYS.has(key)) {
    throw new ProtocolError('gateway/forbidden-key', { facts: { key } });
  }
  if (typeof value !== 'number' || context?.source === undefined) return value;
  return exactNumber(context.source);
}

/**
 * Plain is a text whose numbers doubles hold exactly and in which no key can be a forbidden one, as
 * most are that carry neither price nor size.
 */
function kindOf(text: string, maxDepth: number): 'too-deep' | 'plain' | 'exact' {
  let depth = 0;
  let inString = false;
  let digits = 0;
  let isPlain = true;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    const digitsBefore = digits;
    digits = 0;
    if (inString) {
      if (character === BACKSLASH) {
        index += 1;
        isPlain = false;
      } else if (character === QUOTE) {
        inString = false;
      }
    } else if (character === QUOTE) {
      inString = true;
    } else if (character === OPEN_BRACE || character === OPEN_BRACKET) {
      depth += 1;
      if (depth > maxDepth) return 'too-deep';
    } else if (character === CLOSE_BRACE || character === CLOSE_BRACKET) {
      depth -= 1;
    } else if (character >= DIGIT_0 && character <= DIGIT_9) {
      digits = digitsBefore + 1;
      if (digits > PLAIN_DIGITS) isPlain = false;
    } else if (character === POINT || (digitsBefore > 0 && (character | LOWER_CASE) === E)) {
      isPlain = false;
    }
  }
  return isPlain && !namesForbidden(text) ? 'plain' : 'exact';
}

function namesForbidden(text: string): boolean {
  for (const key of FORBIDDEN_KEYS) if (text.includes(key)) return true;
  return false;
}

/** Every integer of so many digits is a safe one. */
const PLAIN_DIGITS = 15;

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

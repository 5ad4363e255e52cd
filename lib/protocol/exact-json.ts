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
  if (isDeeperThan(text, maxDepth)) {
    throw new ProtocolError('gateway/too-deep', { facts: { max_depth: maxDepth } });
  }
  try {
    return json.parse(text, reviveExactly);
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

function isDeeperThan(text: string, maxDepth: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (inString) {
      if (character === BACKSLASH) index += 1;
      else if (character === QUOTE) inString = false;
    } else if (character === QUOTE) {
      inString = true;
    } else if (character === OPEN_BRACE || character === OPEN_BRACKET) {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if (character === CLOSE_BRACE || character === CLOSE_BRACKET) {
      depth -= 1;
    }
  }
  return false;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

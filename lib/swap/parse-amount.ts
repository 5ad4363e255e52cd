import { MAX_INT256 } from '#lib/domain/amm/uint-limits.ts';

/** Why a typed amount was refused. Each code is stable; `message` is the sentence a person reads. */
export type AmountProblem = {
  readonly code:
    | 'amount/negative'
    | 'amount/exponent'
    | 'amount/foreign-digits'
    | 'amount/ambiguous-comma'
    | 'amount/decimal-comma'
    | 'amount/misplaced-separator'
    | 'amount/not-a-number'
    | 'amount/too-many-decimals'
    | 'amount/too-large'
    | 'amount/too-long';
  readonly message: string;
};

export type ParsedAmount =
  | { readonly kind: 'empty' }
  | { readonly kind: 'amount'; readonly amount: bigint }
  | { readonly kind: 'problem'; readonly problem: AmountProblem };

/** What an amount is counted in: its symbol for the message, its decimals for the arithmetic. */
export type AmountUnit = { readonly symbol: string; readonly decimals: number };

/** More characters than any representable amount needs; refused before any arithmetic is done. */
const MAX_LENGTH = 120;

const EDGE_SPACE = /^[\s\u200b\ufeff]+|[\s\u200b\ufeff]+$/gu;
/** Ordinary, no-break, figure, thin and narrow no-break spaces. */
const GROUP_SPACE = /[ \u00a0\u2007\u2009\u202f]/u;
const GROUP_SPACES = /[ \u00a0\u2007\u2009\u202f]/gu;
const APOSTROPHES = /['\u2019]/gu;

function problem(code: AmountProblem['code'], message: string): ParsedAmount {
  return { kind: 'problem', problem: { code, message } };
}

/**
 * Reads an amount as people type and paste it: `1234.5`, `.5`, `5.`, `1,234.5`, `1 234.5`. It is
 * exact: what the unit cannot represent is refused with the reason, never rounded, and a text that
 * can be read in two ways (`1,234`) is refused rather than guessed.
 */
export function parseAmount(text: string, unit: AmountUnit): ParsedAmount {
  const trimmed = text.replace(EDGE_SPACE, '');
  if (trimmed === '' || trimmed === '.') return { kind: 'empty' };
  if (trimmed.length > MAX_LENGTH) {
    return problem('amount/too-long', 'This is longer than any amount. Check what was pasted.');
  }
  const odd = oddNotation(trimmed);
  if (odd !== null) return odd;
  const plain = withoutGrouping(trimmed);
  return typeof plain === 'string' ? readPlain(plain, unit) : plain;
}

/** Notations that mean a number, but not one that is read here. */
function oddNotation(text: string): ParsedAmount | null {
  if (/^[-\u2212\u2013]/u.test(text)) {
    return problem('amount/negative', 'An amount cannot be negative.');
  }
  if (/\d\.?e[+-]?\d/iu.test(text)) {
    return problem('amount/exponent', 'Write the amount out in full, without an exponent.');
  }
  if (/\p{Nd}/u.test(text.replace(/[0-9]/gu, ''))) {
    return problem('amount/foreign-digits', 'Use the digits 0 to 9.');
  }
  return null;
}

/** The text with its thousands separators taken out, when they can mean nothing else. */
function withoutGrouping(text: string): string | ParsedAmount {
  const separators = new Set<string>();
  if (text.includes(',')) separators.add(',');
  if (GROUP_SPACE.test(text)) separators.add(' ');
  if (/['\u2019]/u.test(text)) separators.add("'");
  if (separators.size === 0) return text;
  const unified = text.replace(GROUP_SPACES, ' ').replace(APOSTROPHES, "'");
  if (separators.size > 1) return misplaced();
  return separators.has(',') ? withoutCommas(unified) : withoutMarks(unified);
}

function withoutMarks(text: string): string | ParsedAmount {
  return /^\d{1,3}(?:[ ']\d{3})+(?:\.\d*)?$/u.test(text) ? text.replace(/[ ']/gu, '') : misplaced();
}

function withoutCommas(text: string): string | ParsedAmount {
  if (/^[1-9]\d{0,2},\d{3}$/u.test(text)) {
    const thousands = text.replace(',', '');
    const decimal = text.replace(',', '.');
    return problem(
      'amount/ambiguous-comma',
      `“${text}” can be read in two ways. Write ${thousands} or ${decimal}.`,
    );
  }
  const hasPoint = text.includes('.');
  const grouped = hasPoint ? /^\d{1,3}(?:,\d{3})+\.\d*$/u : /^\d{1,3}(?:,\d{3}){2,}$/u;
  if (grouped.test(text) && !/^0\d*,/u.test(text)) return text.replaceAll(',', '');
  if (/^(?:\d+|\d{1,3}(?:\.\d{3})+)?,\d*$/u.test(text)) {
    const suggestion = text.replaceAll('.', '').replace(',', '.').replace(/^\./u, '0.');
    return problem('amount/decimal-comma', `Use a point for decimals: ${suggestion}.`);
  }
  return misplaced();
}

function misplaced(): ParsedAmount {
  return problem(
    'amount/misplaced-separator',
    'The separators do not mark thousands. Write the amount with digits and one point.',
  );
}

function readPlain(text: string, unit: AmountUnit): ParsedAmount {
  const match = /^(\d*)(?:\.(\d*))?$/u.exec(text);
  if (match === null) {
    return problem('amount/not-a-number', 'Use digits and one point, like 1234.5.');
  }
  const whole = match[1] ?? '';
  const fraction = (match[2] ?? '').replace(/0+$/u, '');
  if (fraction.length > unit.decimals) return tooManyDecimals(fraction.length, unit);
  const amount = BigInt(`${whole}${fraction.padEnd(unit.decimals, '0')}` || '0');
  // More than this the routers' signed 256-bit arguments cannot carry.
  if (amount > MAX_INT256) {
    return problem('amount/too-large', 'This is more than any contract can hold.');
  }
  return { kind: 'amount', amount };
}

function tooManyDecimals(count: number, unit: AmountUnit): ParsedAmount {
  const allowed =
    unit.decimals === 0
      ? `${unit.symbol} has no decimals`
      : `${unit.symbol} has ${unit.decimals} decimals`;
  return problem('amount/too-many-decimals', `${allowed}; this amount has ${count}.`);
}

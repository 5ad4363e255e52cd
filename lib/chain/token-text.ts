/** What was taken out of a text that a token gives about itself, or is odd about it. */
export type TextFlag =
  | 'empty'
  | 'too-long'
  | 'control-characters'
  | 'invisible-characters'
  | 'right-to-left'
  | 'markup'
  | 'piled-marks'
  | 'lookalike-form'
  | 'not-text'
  | 'non-latin';

/** A text that is safe to show among others, and what was done to make it so. */
export type TokenText = {
  readonly text: string;
  readonly flags: readonly TextFlag[];
};

/** Bytes of a text that are looked at: four a character, four times the longest name shown. */
const MAX_BYTES = 1024;

const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]/gu;
/** Formatting, filler, unassigned and private characters: nothing of them can be seen. */
const INVISIBLE = /[\p{Cf}\p{Co}\p{Cs}\p{Cn}\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]/gu;
/** What turns the direction of the text around it, controls and letters alike. */
const RIGHT_TO_LEFT =
  /[\u061c\u200f\u202a-\u202e\u2066-\u2069\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/gu;
const MARKUP = /[<>]/gu;
/** More marks on one letter than any script needs: they would paint over the lines around. */
const PILED_MARKS = /(\p{M}{2})\p{M}+/gu;
const NON_LATIN = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u;

type Unwanted = {
  readonly pattern: RegExp;
  readonly flag: TextFlag;
  readonly replacement: '' | ' ';
};

/** What is taken out, in the order of the flags; only controls leave a space between words. */
const UNWANTED: readonly Unwanted[] = [
  { pattern: RIGHT_TO_LEFT, flag: 'right-to-left', replacement: '' },
  { pattern: CONTROLS, flag: 'control-characters', replacement: ' ' },
  { pattern: INVISIBLE, flag: 'invisible-characters', replacement: '' },
  { pattern: MARKUP, flag: 'markup', replacement: '' },
];

/**
 * Makes plain, printable text of bounded length out of whatever a contract says.
 *
 * Right-to-left letters are taken out too, not only the controls: they turn the order of the
 * numbers beside them. What changed is flagged, in a fixed order; an empty rest is flagged `empty`.
 */
export function sanitizeTokenText(raw: string, maxLength: number): TokenText {
  const flags = new Set<TextFlag>();
  const bounded = raw.slice(0, MAX_BYTES);
  if (bounded.includes('\ufffd')) flags.add('not-text');
  let text = bounded.replaceAll('\ufffd', '');
  for (const { pattern, flag, replacement } of UNWANTED) {
    if (text.search(pattern) !== -1) flags.add(flag);
    text = text.replaceAll(pattern, replacement);
  }
  const usual = text.normalize('NFKC');
  if (usual !== text.normalize('NFC')) flags.add('lookalike-form');
  // Normalising can bring out what was hidden in a compatibility form, such as a wide bracket.
  if (usual.search(MARKUP) !== -1) flags.add('markup');
  if (usual.search(PILED_MARKS) !== -1) flags.add('piled-marks');
  text = usual.replaceAll(MARKUP, '').replaceAll(PILED_MARKS, '$1');
  text = text.replace(/\s+/gu, ' ').trim();
  if (NON_LATIN.test(text)) flags.add('non-latin');
  const characters = [...text];
  if (characters.length > maxLength) {
    flags.add('too-long');
    text = `${characters.slice(0, maxLength - 1).join('')}…`;
  }
  if (text === '') flags.add('empty');
  return { text, flags: [...flags] };
}

/**
 * Reads the answer of `name()` or `symbol()`: an ABI-encoded string, or `bytes32` padded with zeros
 * as tokens of the first years have it. Only the beginning of a very long text is read.
 *
 * @returns `null` when the answer is neither.
 */
export function decodeTokenText(answer: `0x${string}`): string | null {
  const bytes = bytesOf(answer);
  if (bytes.length === 32) return utf8(bytes.subarray(0, endOfText(bytes)));
  const offset = numberAt(bytes, 0);
  const length = offset === null ? null : numberAt(bytes, offset);
  if (offset === null || length === null) return null;
  const start = offset + 32;
  if (start + length > bytes.length && start + MAX_BYTES > bytes.length) return null;
  return utf8(bytes.subarray(start, start + Math.min(length, MAX_BYTES)));
}

/** The first bytes of an answer; more is never needed. */
function bytesOf(answer: `0x${string}`): Uint8Array {
  const digits = answer.slice(2, 2 + 2 * (MAX_BYTES + 96));
  return Uint8Array.from({ length: digits.length >> 1 }, (_, index) =>
    Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16),
  );
}

/** A 32-byte number that could be an offset or a length; `null` when it is too large or not there. */
function numberAt(bytes: Uint8Array, offset: number): number | null {
  if (offset + 32 > bytes.length) return null;
  const word = bytes.subarray(offset, offset + 32);
  if (word.subarray(0, 28).some((byte) => byte !== 0)) return null;
  return word.subarray(28).reduce((value, byte) => value * 256 + byte, 0);
}

function endOfText(bytes: Uint8Array): number {
  const end = bytes.indexOf(0);
  return end === -1 ? bytes.length : end;
}

function utf8(bytes: Uint8Array): string {
  // A character that the bound cut in two is left out; what is no text at all becomes U+FFFD.
  return new TextDecoder('utf-8').decode(bytes, { stream: bytes.length === MAX_BYTES });
}

import fc from 'fast-check';
import { encodeAbiParameters, type Hex, stringToHex } from 'viem';
import { describe, expect, test } from 'vitest';
import { decodeTokenText, sanitizeTokenText } from './token-text.ts';

const encoded = (text: string): Hex => encodeAbiParameters([{ type: 'string' }], [text]);

describe('what a token says becomes plain text', () => {
  test.each([
    ['an ordinary symbol', 'LUSD', 'LUSD', []],
    ['accents', 'Café', 'Café', []],
    ['emoji', '🚀Moon', '🚀Moon', []],
    ['spaces around and between', '  Lux \t Dollar ', 'Lux Dollar', ['control-characters']],
    ['line breaks', 'LUSD\nApproved', 'LUSD Approved', ['control-characters']],
    ['a turn of direction', 'LUSD\u202eXUL', 'LUSDXUL', ['right-to-left']],
    ['right-to-left letters', 'שקל ILS', 'ILS', ['right-to-left']],
    ['only right-to-left letters', 'دولار', '', ['right-to-left', 'empty']],
    ['zero-width characters', 'L\u200bU\u200dS\ufeffD', 'LUSD', ['invisible-characters']],
    ['fillers that look like nothing', '\u3164\u2800', '', ['invisible-characters', 'empty']],
    ['markup', '<img src=x onerror=alert(1)>', 'img src=x onerr…', ['markup', 'too-long']],
    ['wide brackets', '＜b＞', 'b', ['lookalike-form', 'markup']],
    ['wide letters', 'ＬＵＳＤ', 'LUSD', ['lookalike-form']],
    ['letters of another script', 'LUЅD', 'LUЅD', ['non-latin']],
    [
      'piled marks',
      `Z${'\u0301\u0302\u0303\u0304\u0305\u0306'}`,
      '\u0179\u0302\u0303',
      ['piled-marks'],
    ],
    ['nothing', '', '', ['empty']],
    ['bytes that are no text', 'A\ufffdB', 'AB', ['not-text']],
  ])('%s', (_, raw, text, flags) => {
    expect(sanitizeTokenText(raw, 16)).toEqual({ text, flags });
  });

  test('is cut at its length, counted in characters, however long it was', () => {
    const long = sanitizeTokenText('🚀'.repeat(100_000), 8);
    expect(long.text).toBe(`${'🚀'.repeat(7)}…`);
    expect(long.flags).toContain('too-long');
  });

  test('never has controls, markup, turns of direction, or more characters than allowed', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 50 }), (raw, maxLength) => {
        const { text, flags } = sanitizeTokenText(raw, maxLength);
        expect([...text].length).toBeLessThanOrEqual(maxLength);
        expect(text).not.toMatch(/[<>\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u);
        expect(text).toBe(text.trim());
        expect(flags.includes('empty')).toBe(text === '');
        expect(new Set(flags).size).toBe(flags.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the answer of symbol() or name()', () => {
  test.each([
    ['a string', encoded('Lux Dollar'), 'Lux Dollar'],
    ['a string of several words of memory', encoded('x'.repeat(100)), 'x'.repeat(100)],
    ['an empty string', encoded(''), ''],
    ['bytes32 of the first years', stringToHex('MKR', { size: 32 }), 'MKR'],
    ['a full bytes32', stringToHex('y'.repeat(32)), 'y'.repeat(32)],
    ['nothing', '0x', null],
    ['an offset beyond the end', `0x${'f'.repeat(64)}${'0'.repeat(64)}`, null],
    ['a length beyond the end', `0x${'20'.padStart(64, '0')}${'ff'.padStart(64, '0')}`, null],
    ['two bytes', '0x4142', null],
  ] satisfies readonly (readonly [string, Hex, string | null])[])('%s', (_, answer, text) => {
    expect(decodeTokenText(answer)).toBe(text);
  });

  test('a text without end is read to a bound', () => {
    const text = decodeTokenText(encoded('é'.repeat(500_000)));
    expect(text?.length).toBe(512);
    expect(text).toBe('é'.repeat(512));
  });

  test('any string comes back, and no bytes are an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        fc.pre(new TextEncoder().encode(text).length < 1024 && !text.includes('\ufeff'));
        expect(decodeTokenText(encoded(text))).toBe(text);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
        const text = decodeTokenText(`0x${hex}`);
        expect(text === null || typeof text === 'string').toBe(true);
      }),
    );
  });
});

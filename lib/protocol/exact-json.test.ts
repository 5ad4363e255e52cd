import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from './exact-json.ts';
import { ExactNumber } from './exact-number.ts';
import { ProtocolError } from './protocol-error.ts';

function codeOf(text: string): string {
  try {
    parseJson(text);
    return 'none';
  } catch (error) {
    return error instanceof ProtocolError ? error.code : String(error);
  }
}

describe('parseJson', () => {
  it('reads what JSON.parse reads', () => {
    const text = '{"a":[1,-2,"x",true,null,{"b":"\\u00e9"}]}';
    expect(parseJson(text)).toEqual({ a: [1, -2, 'x', true, null, { b: 'é' }] });
  });

  it.each(['0.1', '67421.50', '-0.10', '1e400', '9007199254740993', '123456789012345678901.25'])(
    'keeps the text of %s and writes it as it was',
    (text) => {
      const value = parseJson(text);
      expect(value).toBeInstanceOf(ExactNumber);
      expect(JSON.stringify(value)).toBe(text);
    },
  );

  it.each(['0', '-7', '123456789012345', '9007199254740991'])(
    'reads the integer %s as a number',
    (text) => {
      expect(parseJson(text)).toBe(Number(text));
    },
  );

  it.each(['1e2', '1E2', '[0e1]', '-1e-2', '1234567890123456', '1.0', '{"a":true,"b":12e1}'])(
    'loses nothing of %s',
    (text) => {
      expect(JSON.stringify(parseJson(text))).toBe(text);
    },
  );

  it('takes words with an e, and digits in texts, for no numbers', () => {
    const text = '{"a":[true,false,null,"1.5e3","12345678901234567"],"e":-0}';
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  it('gives numbers that can be compared like any', () => {
    const value = parseJson('1.5');
    expect(Number(value)).toBe(1.5);
    expect(`${value}`).toBe('1.5');
  });

  it('reads any JSON value as JSON.parse does, but for the kept digits', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/"(__proto__|constructor|prototype)":/.test(text));
        expect(JSON.stringify(parseJson(text))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it.each(['', '{', '[1,]', "{'a':1}", '\u0000', '{"a":1}}', 'NaN', '01', '\ufeff{}'])(
    'refuses %j as malformed',
    (text) => {
      expect(codeOf(text)).toBe('gateway/malformed-json');
    },
  );

  it.each([
    '01.5',
    '1.5.2',
    '1.5-3',
    '[1.5 2.5]',
    '1.5"a"',
    '"a"1.5',
    '{1.5:2}',
    '{"a":{12e3:2}}',
    'tru1.5',
    '1.5true',
    '1.',
    '-.55',
    '+1.5',
    '1.5e',
    '1e+-5',
    '-1234567890123456-',
    '["1.5',
    '["\u0000 1.5", 1.5]',
  ])('takes nothing for a number that JSON does not: %s', (text) => {
    expect(codeOf(text)).toBe('gateway/malformed-json');
  });

  it('reads any text, right or wrong, as it does beside an escape', () => {
    const piece = fc.constantFrom(
      ...['{', '}', '[', ']', ',', ':', ' ', '"', '"a"', '"b":', '"1.5"', '"__proto__":', 'true'],
      ...['0', '1', '-', '.', '5', 'e', 'E', '+', '1.5', '-0', '12e3', '1234567890123456789'],
    );
    const pieces = fc.array(piece, { maxLength: 12 }).map((some) => some.join(''));
    const decimal = fc.constantFrom(1.25, -7e-3, 1e21, 0.1, 12, -0);
    const value = fc.dictionary(fc.constantFrom('a', 'b', 'constructor'), fc.array(decimal));
    const text = fc.oneof(
      pieces,
      value.map((each) => JSON.stringify(each)),
    );
    const outcome = (read: () => unknown) => {
      try {
        return { value: read() };
      } catch (error) {
        return error instanceof ProtocolError ? error.code : 'none of ours';
      }
    };
    fc.assert(
      fc.property(text, (sent) => {
        const isJson = outcome(() => JSON.parse(sent)) !== 'none of ours';
        const besides = () => (parseJson(`["\\n",${sent}]`) as unknown[])[1];
        const expected = isJson ? outcome(besides) : 'gateway/malformed-json';
        expect(outcome(() => parseJson(sent))).toEqual(expected);
      }),
      { numRuns: 3_000 },
    );
  });

  it('refuses what is nested too deeply, before parsing it', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(codeOf(nested(16))).toBe('none');
    expect(codeOf(nested(17))).toBe('gateway/too-deep');
    expect(codeOf('{"a":'.repeat(200_000))).toBe('gateway/too-deep');
    expect(codeOf(`"${'['.repeat(100)}\\"${'{'.repeat(100)}"`)).toBe('none');
  });

  it.each([
    ['{"size":"1","size":"2"}', 'size'],
    ['{"price":1.5,"price":2.5}', 'price'],
    ['{"a":1,"\\u0061":2}', 'a'],
    ['{"a\\"b":1.5,"a\\u0022b":2}', 'a"b'],
    ['{"order":{"size":1.25,"side":"buy","size":"2"}}', 'size'],
    ['{"a":{"b":1,"c":2},"a":{"b":1}}', 'a'],
    ['{"a":{"b":1,"b":1},"a":1}', 'b'],
    ['[{"a":1},{"a":[{"x":0,"y":{"x":1}},{"x":0,"x":0}]}]', 'x'],
    ['{"":1,"":1}', ''],
    ['{"a":"\\\\","b":"{","b":1.5}', 'b'],
    [`{"${'k'.repeat(100)}":1,"${'k'.repeat(100)}":1}`, 'k'.repeat(64)],
  ])('refuses %s, which names a key twice', (text, key) => {
    expect(() => parseJson(text)).toThrowError(
      expect.objectContaining({ code: 'gateway/duplicate-key', facts: { key } }),
    );
  });

  it.each([
    '{"a":{"a":1},"b":[{"a":1},{"a":1.5}]}',
    '{"a":"a\\":1,\\"a","b":1}',
    '{"a":":","b":"::","c":[":",{"a":":"}]}',
    '[[1.5,2.5],[1.5,2.5]]',
    '{"0":{"0":0.5},"1":[0.5,[1.5]]}',
    '":"',
  ])('takes the same key in different objects, or in a text, for no duplicate: %s', (text) => {
    expect(codeOf(text)).toBe('none');
  });

  it('refuses any object of which a member is written twice', () => {
    const decimal = fc.double({ noNaN: true, noDefaultInfinity: true });
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(value, fc.string(), value, decimal, (before, key, first, second) => {
        fc.pre(!['__proto__', 'constructor', 'prototype'].includes(key));
        const name = JSON.stringify(key);
        const twice = `{${name}:${JSON.stringify(first)},${name}:${second}}`;
        const text = JSON.stringify([before, 0]).replace(/0\]$/, () => `${twice}]`);
        fc.pre(!/"(__proto__|constructor|prototype)":/.test(text));
        expect(codeOf(text)).toBe('gateway/duplicate-key');
      }),
    );
  });

  it.each([
    '{"__proto__":{"admin":true}}',
    '{"a":{"constructor":1}}',
    '[{"prototype":null}]',
    '{"\\u005f_proto__":1}',
    '{"a":"prototype","const\\u0072uctor":2}',
  ])('refuses the keys of %s', (text) => {
    expect(codeOf(text)).toBe('gateway/forbidden-key');
    expect('admin' in {}).toBe(false);
  });
});
